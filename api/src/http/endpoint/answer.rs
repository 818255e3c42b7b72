//! Writing a GraphQL response as an HTTP response.

use std::collections::BTreeMap;

use async_graphql::{Response as Outcome, ServerError, Value};
use axum::{
    http::{
        HeaderValue, StatusCode,
        header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, VARY},
    },
    response::{IntoResponse, Response},
};
use serde::Serialize;
use tracing::error;

use super::{mask, media::Media, request::Malformed};

/// A GraphQL response as it is sent. async-graphql's own writes `"data": null` where the specification wants
/// no entry at all: for requests that were refused before they ran.
#[derive(Serialize)]
struct Sent<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extensions: Option<&'a BTreeMap<String, Value>>,
}

/// The answer to a GraphQL request, which was executed or refused before.
pub(crate) fn answer(media: Media, outcome: &Outcome, executed: bool) -> Response {
    let sent = Sent {
        errors: &outcome.errors,
        data: executed.then_some(&outcome.data),
        extensions: Some(&outcome.extensions).filter(|extensions| !extensions.is_empty()),
    };
    let code = outcome.errors.first().and_then(mask::code);
    let status = match (executed, code) {
        (true, _) => StatusCode::OK,
        (false, Some("MUTATION_OVER_GET")) => StatusCode::METHOD_NOT_ALLOWED,
        (false, _) if media == Media::Json => StatusCode::OK,
        (false, Some(mask::DEADLINE_EXCEEDED)) => StatusCode::GATEWAY_TIMEOUT,
        (false, Some(mask::INTERNAL)) => StatusCode::INTERNAL_SERVER_ERROR,
        (false, _) => StatusCode::BAD_REQUEST,
    };
    send(media, status, &sent)
}

/// The answer to an HTTP request that holds no GraphQL request.
pub(crate) fn refuse(media: Media, malformed: &Malformed) -> Response {
    let errors = [mask::coded(malformed.message.clone(), malformed.code)];
    send(media, malformed.status, &Sent { errors: &errors, data: None, extensions: None })
}

fn send(media: Media, status: StatusCode, sent: &Sent<'_>) -> Response {
    let body = match serde_json::to_vec(sent) {
        Ok(body) => body,
        Err(cause) => {
            error!(%cause, "an answer could not be written");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, media.header());
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(VARY, HeaderValue::from_static("accept"));
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(ALLOW, HeaderValue::from_static("POST"));
    }
    response
}
