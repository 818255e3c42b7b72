//! The Reconciliation Service API 0.2 of the W3C Entity Reconciliation Community Group at `/reconcile`: OpenRefine
//! and dashboards match their lists of names against the suppliers of the hub and fetch what it knows of them
//! (<https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/>).
//!
//! What comes in is read and bounded (`form`, `queries`, `extend`) before the database is asked; a batch costs a fixed
//! number of statements, from one state of the data. Errors are problem details.

mod answers;
mod cors;
mod extend;
mod facts;
mod failure;
mod form;
mod manifest;
mod one_or_many;
mod preview;
mod properties;
mod queries;
mod suggest;
mod types;

use std::sync::Arc;

use anchorhub_store::QueryBudget;
use axum::{
    Json, Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse, Response},
    routing::get,
};

pub(super) use self::cors::cors;
use self::{failure::Failure, form::Asked};
use super::{problem::Problem, router::Site};

/// Addresses of the service, all under this path.
const PATH: &str = "/reconcile";

/// The routes of the service.
pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route(PATH, get(get_service).post(post_service))
        .route("/reconcile/suggest/entity", get(suggest::entities))
        .route("/reconcile/suggest/property", get(suggest::properties))
        .route("/reconcile/suggest/type", get(suggest::types))
        .route("/reconcile/extend/propose", get(extend::propose))
        .route("/reconcile/preview", get(preview::by_query))
        .route("/reconcile/preview.css", get(preview::style))
        .route("/reconcile/entity/{id}", get(preview::by_path))
}

/// `GET /reconcile`: the manifest, or the answers to `queries` or `extend` in the query string.
async fn get_service(State(site): State<Arc<Site>>, headers: HeaderMap, uri: Uri) -> Response {
    match form::read(uri.query().unwrap_or_default().as_bytes()) {
        Ok(None) => Json(manifest::manifest(&site.settings, &headers)).into_response(),
        Ok(Some(asked)) => answer(&site, asked).await,
        Err(problem) => problem.into_response(),
    }
}

/// `POST /reconcile`: the answers to `queries` or `extend` in a form.
async fn post_service(State(site): State<Arc<Site>>, headers: HeaderMap, body: Bytes) -> Response {
    if let Err(problem) = form::check_content_type(&headers) {
        return problem.into_response();
    }
    match form::read(&body) {
        Ok(Some(asked)) => answer(&site, asked).await,
        Ok(None) => {
            let detail = "send a batch of queries as `queries`, or a data extension query as `extend`";
            Problem::new(StatusCode::BAD_REQUEST, "NOTHING_ASKED", detail).into_response()
        }
        Err(problem) => problem.into_response(),
    }
}

async fn answer(site: &Site, asked: Asked) -> Response {
    // In a box: what reads the database is too large for the stack of a request.
    let work = Box::pin(async {
        match asked {
            Asked::Queries(text) => queries::Batch::read(&text)?.answer(&site.database).await,
            Asked::Extend(text) => extend::Extension::read(&text)?.answer(&site.database).await,
        }
    });
    match within_deadline(site, work).await {
        Ok(json) => Json(json).into_response(),
        Err(problem) => problem.into_response(),
    }
}

/// Runs work under the deadline of a query.
async fn within_deadline<T>(
    site: &Site,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Problem> {
    QueryBudget::new(site.settings.query_deadline).scope(work).await.map_err(Failure::into_problem)
}
