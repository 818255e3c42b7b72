//! Whether the process lives, and whether it can answer.

use std::{sync::Arc, time::Duration};

use anchorhub_store::StoreError;
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;
use tokio::time;
use tracing::warn;

use super::{problem::Problem, router::Site};

/// Probes come every few seconds; one that waits longer has its answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// The process lives.
pub(crate) async fn healthz() -> Response {
    Json(json!({ "status": "ok" })).into_response()
}

/// The database can be reached and its schema is the one that this program knows.
pub(crate) async fn readyz(State(site): State<Arc<Site>>) -> Response {
    let checked = time::timeout(PATIENCE, async {
        site.database.check_schema().await?;
        site.database.data_version().await
    });
    match checked.await {
        Ok(Ok(data_version)) => {
            Json(json!({ "status": "ready", "dataVersion": data_version })).into_response()
        }
        Ok(Err(error)) => not_ready(&error),
        Err(_) => Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "DATABASE_UNAVAILABLE",
            "the database did not answer in time",
        )
        .into_response(),
    }
}

fn not_ready(error: &StoreError) -> Response {
    warn!(%error, "not ready");
    let kind = error.kind();
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, kind.code(), kind.hint()).into_response()
}
