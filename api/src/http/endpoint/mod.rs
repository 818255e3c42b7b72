//! GraphQL over HTTP (<https://graphql.github.io/graphql-over-http/draft/>).

mod answer;
mod cached;
mod mask;
mod media;
mod persisted;
mod request;

use std::{sync::Arc, time::Duration};

use anchorhub_store::QueryBudget;
use async_graphql::{ObjectType, Request as Operation, Response as Outcome, SubscriptionType};
use axum::{
    Extension,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse, Redirect, Response},
};
use tokio::time;

pub(crate) use self::persisted::Persisted;
use self::{media::Media, request::Malformed};
use super::{log::OperationName, problem::Problem, request_id::RequestId};
use crate::{
    limits::{Allowed, GuardedSchema, Report},
    memory::Recall,
    review::Reviewers,
};

/// Beyond the deadline: time for statements that are cancelled at it to say so, field by field.
const GRACE: Duration = Duration::from_millis(500);

/// What `/graphql` runs.
pub(crate) struct Endpoint<Q, M, S> {
    pub(crate) schema: GuardedSchema<Q, M, S>,
    pub(crate) deadline: Duration,
    pub(crate) reviewers: Reviewers,
    pub(crate) persisted: Persisted,
}

/// `POST /graphql`.
pub(crate) async fn post<Q, M, S>(
    State(endpoint): State<Arc<Endpoint<Q, M, S>>>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    let media = match Media::accepted(&headers) {
        Some(media) => media,
        None => return answer::refuse(Media::Json, &Malformed::not_acceptable()),
    };
    if let Err(malformed) = request::check_content_type(&headers) {
        return answer::refuse(media, &malformed);
    }
    let body = match body {
        Ok(body) => body,
        Err(rejection) => return unread(&rejection),
    };
    match request::from_body(&body).and_then(|operation| endpoint.persisted.find(operation)) {
        Ok(operation) => {
            let mut operation = operation.data(Allowed::QueriesAndMutations);
            if let Some(reviewer) = endpoint.reviewers.who(&headers) {
                operation = operation.data(reviewer);
            }
            endpoint.answer(operation, cached::recall_posted(&headers, media), media, &id).await
        }
        Err(malformed) => answer::refuse(media, &malformed),
    }
}

/// `GET /graphql`: queries alone.
pub(crate) async fn get<Q, M, S>(
    State(endpoint): State<Arc<Endpoint<Q, M, S>>>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    uri: Uri,
) -> Response
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    if uri.query().is_none() && media::wants_page(&headers) {
        return Redirect::to("/explorer").into_response();
    }
    let media = match Media::accepted(&headers) {
        Some(media) => media,
        None => return answer::refuse(Media::Json, &Malformed::not_acceptable()),
    };
    match request::from_uri(&uri).and_then(|operation| endpoint.persisted.find(operation)) {
        Ok(operation) => {
            let recall = cached::recall(&headers, media);
            let mut response = endpoint.answer(operation.data(Allowed::Queries), recall, media, &id).await;
            cached::mark(&mut response, &headers);
            response
        }
        Err(malformed) => answer::refuse(media, &malformed),
    }
}

/// The body did not arrive whole: it is too long, or the connection broke.
fn unread(rejection: &BytesRejection) -> Response {
    let problem = match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "BODY_TOO_LARGE",
            "the request's body is larger than is taken",
        ),
        status => Problem::new(status, "BAD_REQUEST", "the request's body did not arrive whole"),
    };
    problem.into_response()
}

impl<Q, M, S> Endpoint<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    async fn answer(
        &self,
        operation: Operation,
        recall: Option<Recall>,
        media: Media,
        id: &RequestId,
    ) -> Response {
        let operation = match recall {
            Some(recall) => operation.data(recall),
            None => operation,
        };
        let report = Report::default();
        let budget = QueryBudget::new(self.deadline);
        let running = budget.clone().scope(self.schema.schema().execute(operation.data(report.clone())));
        let mut response = match time::timeout(self.deadline + GRACE, running).await {
            Ok(mut outcome) => {
                mask::mask(&mut outcome.errors, budget.remaining().is_zero(), id);
                let mut response = answer::answer(media, &outcome, report.executed());
                if let Some(recalled) = report.recalled() {
                    response.extensions_mut().insert(recalled.clone());
                }
                response
            }
            Err(_) => answer::answer(media, &Outcome::from_errors(vec![mask::deadline_exceeded()]), false),
        };
        if let Some(name) = report.operation_name() {
            response.extensions_mut().insert(OperationName(name.to_owned()));
        }
        response
    }
}
