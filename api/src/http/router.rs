//! Every route, and what all of them pass through.

use std::{any::Any, sync::Arc};

use anchorhub_store::Database;
use async_graphql::{ObjectType, SubscriptionType};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::{StatusCode, header::CONTENT_TYPE},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
    limit::RequestBodyLimitLayer,
    timeout::TimeoutLayer,
};
use tracing::error;

use super::{
    HttpSettings,
    endpoint::{self, Endpoint, Persisted},
    explorer, export, health, landing,
    log::log,
    ocds,
    problem::Problem,
    reconcile,
    secure::secure,
};
use crate::{ApiContext, export::Exporter, limits::GuardedSchema, table::PARQUET};

/// What the pages need.
pub(crate) struct Site {
    pub(crate) database: Database,
    pub(crate) settings: HttpSettings,
    pub(crate) landing: landing::Remembered,
    pub(crate) exporter: Exporter,
}

/// The whole HTTP surface of a hub.
pub fn router<Q, M, S>(schema: GuardedSchema<Q, M, S>, settings: HttpSettings, database: Database) -> Router
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    let endpoint = Endpoint {
        schema,
        deadline: settings.query_deadline,
        reviewers: settings.reviewers.clone(),
        persisted: Persisted::default(),
    };
    let graphql = Router::new()
        .route("/graphql", get(endpoint::get::<Q, M, S>).post(endpoint::post::<Q, M, S>))
        .with_state(Arc::new(endpoint));
    let (body_limit, timeout) = (settings.body_limit, settings.query_deadline + settings.request_timeout);
    let exporter = settings.exports.exporter.clone();
    let exporter = exporter
        .unwrap_or_else(|| Exporter::new(ApiContext::new(database.clone(), settings.hub_name.clone())));
    let site = Arc::new(Site { database, settings, landing: landing::Remembered::default(), exporter });
    Router::new()
        .route("/", get(landing::page))
        .route("/landing.css", get(landing::style))
        .route("/explorer", get(explorer::page))
        .route("/explorer/", get(explorer::page))
        .route("/explorer/{*path}", get(explorer::asset))
        .route("/ocds/releases", get(ocds::releases))
        .route("/ocds/records/{ocid}", get(ocds::record))
        .route("/v1/export", get(export::index))
        .route("/v1/export/{file}", get(export::export))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .merge(reconcile::routes())
        .with_state(site)
        .merge(graphql)
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        // From the inside out. The second is the limit of bodies; axum's own would cut them at 2 MiB.
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(body_limit))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, timeout))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(as_problems))
        .layer(middleware::from_fn(reconcile::cors))
        .layer(CompressionLayer::new().compress_when(compressed()))
        .layer(middleware::from_fn(secure))
        .layer(middleware::from_fn(log))
}

/// What is worth compressing: not what is compressed by itself.
fn compressed() -> impl Predicate {
    DefaultPredicate::new().and(NotForContentType::const_new(PARQUET))
}

async fn not_found() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "NOT_FOUND", "there is nothing at this address")
}

async fn method_not_allowed() -> Problem {
    let detail = "this address does not take this method; the Allow header lists those that it takes";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", detail)
}

/// The cause goes to the log alone.
fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let message = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    error!(message, "a request panicked");
    let detail = "an internal error happened; it is in the log under the request's id";
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", detail).into_response()
}

/// Layers answer in plain text or with nothing: say it as problem details.
async fn as_problems(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let (code, detail) = match response.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ("BODY_TOO_LARGE", "the request's body is larger than is taken"),
        StatusCode::REQUEST_TIMEOUT => ("REQUEST_TIMEOUT", "the request took longer than a request may"),
        _ => return response,
    };
    if response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json") {
        return response;
    }
    Problem::new(response.status(), code, detail).into_response()
}
