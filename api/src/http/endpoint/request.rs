//! Reading a GraphQL request out of an HTTP request.

use std::collections::HashSet;

use async_graphql::{Extensions, Request as Operation, Variables};
use axum::{
    extract::Query,
    http::{HeaderMap, StatusCode, Uri, header::CONTENT_ENCODING},
};
use serde::{Deserialize, de::DeserializeOwned};

use super::media;

/// An HTTP request that holds no GraphQL request.
#[derive(Debug)]
pub(crate) struct Malformed {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl Malformed {
    fn bad_request(message: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, code: "BAD_REQUEST", message: message.into() }
    }

    /// The caller takes no media type that can be given.
    pub(crate) fn not_acceptable() -> Self {
        let message = "answers are application/graphql-response+json or application/json: accept one of them";
        Self { status: StatusCode::NOT_ACCEPTABLE, code: "NOT_ACCEPTABLE", message: message.to_owned() }
    }

    fn unsupported(message: &str) -> Self {
        Self {
            status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
            code: "UNSUPPORTED_MEDIA_TYPE",
            message: message.to_owned(),
        }
    }
}

/// The parameters of a request as JSON. Null is as good as absent; unknown ones are left alone.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<Variables>,
    extensions: Option<Extensions>,
}

impl Parameters {
    /// The request; its document may be missing if an extension names it.
    fn into_operation(self) -> Operation {
        let mut operation = Operation::new(self.query.unwrap_or_default());
        operation.operation_name = self.operation_name;
        operation.variables = self.variables.unwrap_or_default();
        operation.extensions = self.extensions.unwrap_or_default();
        operation
    }
}

/// Bodies are JSON and say so. A form of another site cannot send this type without asking first, so that
/// requests cannot be forged with the help of a browser.
pub(crate) fn check_content_type(headers: &HeaderMap) -> Result<(), Malformed> {
    if !media::is_json(headers) {
        return Err(Malformed::unsupported("send the body with `Content-Type: application/json`, in UTF-8"));
    }
    if headers.get(CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        return Err(Malformed::unsupported("send the body without Content-Encoding"));
    }
    Ok(())
}

/// The request in the body of a POST.
pub(crate) fn from_body(body: &[u8]) -> Result<Operation, Malformed> {
    let first = body.iter().find(|byte| !byte.is_ascii_whitespace());
    if first == Some(&b'[') {
        return Err(Malformed {
            code: "BATCH_REFUSED",
            ..Malformed::bad_request("send one request at a time, not an array (limit: 1)")
        });
    }
    let parameters = serde_json::from_slice::<Parameters>(body).map_err(|error| {
        Malformed::bad_request(format!("the body is not a GraphQL request in JSON: {error}"))
    })?;
    Ok(parameters.into_operation())
}

/// The request in the query string of a GET.
pub(crate) fn from_uri(uri: &Uri) -> Result<Operation, Malformed> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri)
        .map_err(|error| Malformed::bad_request(format!("the query string cannot be read: {error}")))?;
    let mut parameters = Parameters { query: None, operation_name: None, variables: None, extensions: None };
    let mut seen = HashSet::new();
    for (name, value) in pairs {
        match name.as_str() {
            "query" => parameters.query = Some(value),
            "operationName" => parameters.operation_name = Some(value).filter(|name| !name.is_empty()),
            "variables" => parameters.variables = json_parameter("variables", &value)?,
            "extensions" => parameters.extensions = json_parameter("extensions", &value)?,
            _ => continue,
        }
        if !seen.insert(name.clone()) {
            return Err(Malformed::bad_request(format!("`{name}` is given more than once")));
        }
    }
    Ok(parameters.into_operation())
}

fn json_parameter<T: DeserializeOwned>(name: &str, value: &str) -> Result<Option<T>, Malformed> {
    if value.is_empty() {
        return Ok(None);
    }
    serde_json::from_str(value)
        .map_err(|error| Malformed::bad_request(format!("`{name}` is not a JSON object: {error}")))
}
