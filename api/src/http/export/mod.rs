//! `GET /v1/export/{kind}.{csv,jsonl,parquet}`: whole lists and analyses, streamed. `GET /v1/export` tells which there are.
//!
//! The export runs in a task of its own, ahead of its reader by a few pieces at most. It ends with the reader, and at
//! its own deadline. An export that breaks off breaks the connection off, so that nobody takes a part for the whole.

mod arguments;
mod body;
mod settings;

use std::{sync::Arc, time::Duration};

use anchorhub_store::QueryBudget;
use axum::{
    Json,
    body::Body,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, RETRY_AFTER, TRAILER},
    },
    response::{IntoResponse, Response},
};
use tokio::{
    sync::{OwnedSemaphorePermit, mpsc, oneshot},
    time,
};
use tracing::{Instrument as _, info, warn};

pub use self::settings::ExportSettings;
use self::{
    arguments::Asked,
    body::{Outgoing, Piece, ROWS, SHA256},
};
use super::{problem::Problem, router::Site};
use crate::export::{Export, ExportError, ExportKind, Exporter};

/// Pieces that an export is ahead of its reader.
const AHEAD: usize = 2;

/// Tells the version of the data that all rows were read from.
const DATA_VERSION: &str = "anchorhub-data-version";

/// Which exports there are, with their arguments and columns.
pub(crate) async fn index() -> Response {
    Json(ExportKind::all()).into_response()
}

/// An export of a kind, in the format that the address ends in.
pub(crate) async fn export(
    State(site): State<Arc<Site>>,
    Path(file): Path<String>,
    parameters: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Response {
    let asked = match arguments::read(&file, parameters) {
        Ok(asked) => asked,
        Err(problem) => return problem.into_response(),
    };
    let settings = &site.settings.exports;
    let Ok(permit) = settings.permits.clone().try_acquire_owned() else {
        let detail = "as many exports are running as may at once: try again in a moment";
        let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "EXPORTS_BUSY", detail);
        return ([(RETRY_AFTER, "30")], problem).into_response();
    };
    let exporter = site.exporter.clone();
    let (kind, format) = (asked.kind.clone(), asked.format);
    let (began, begun) = oneshot::channel();
    let (pieces, outgoing) = mpsc::channel(AHEAD);
    let work = run(exporter, asked, settings.limit, permit, began, pieces);
    tokio::spawn(Box::pin(work).in_current_span());
    let data_version = match begun.await {
        Ok(Ok(data_version)) => data_version,
        Ok(Err(error)) => return problem(&error).into_response(),
        Err(_) => return problem(&ExportError::interrupted()).into_response(),
    };
    let mut response = Body::new(Outgoing::new(outgoing)).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(DATA_VERSION, data_version.into());
    let trailers = format!("{ROWS}, {SHA256}");
    let name = format!("attachment; filename=\"{}.{}\"", kind.name(), format.extension());
    for (header, value) in [(TRAILER, trailers), (CONTENT_DISPOSITION, name)] {
        if let Ok(value) = value.try_into() {
            headers.insert(header, value);
        }
    }
    response
}

/// The whole life of an export: until it is written, its reader is gone or its time is over.
async fn run(
    exporter: Exporter,
    asked: Asked,
    limit: Duration,
    permit: OwnedSemaphorePermit,
    began: oneshot::Sender<Result<i64, ExportError>>,
    pieces: mpsc::Sender<Piece>,
) {
    let kind = asked.kind.name().to_owned();
    let reader = pieces.clone();
    // A reader that takes nothing holds the task in `send`, where no statement would meet the budget's end.
    let work = time::timeout(limit, QueryBudget::new(limit).scope(send(exporter, asked, began, pieces)));
    tokio::select! {
        biased;
        () = reader.closed() => info!(kind, "the reader of an export hung up"),
        outcome = work => match outcome {
            Ok(Ok(())) => {}
            Ok(Err(error)) => warn!(kind, code = error.code(), "an export broke off"),
            Err(_) => warn!(kind, "an export took longer than it may"),
        },
    }
    drop(permit);
}

async fn send(
    exporter: Exporter,
    asked: Asked,
    began: oneshot::Sender<Result<i64, ExportError>>,
    pieces: mpsc::Sender<Piece>,
) -> Result<(), ExportError> {
    let mut export = match begin(&exporter, &asked).await {
        Ok(export) => export,
        Err(error) => {
            // Whoever asked may have gone.
            let _ = began.send(Err(error));
            return Ok(());
        }
    };
    let _ = began.send(Ok(export.data_version()));
    while let Some(bytes) = export.piece().await? {
        pieces.send(Piece::Bytes(bytes)).await.map_err(|_| ExportError::interrupted())?;
    }
    pieces.send(Piece::End(export.written())).await.map_err(|_| ExportError::interrupted())
}

async fn begin(exporter: &Exporter, asked: &Asked) -> Result<Export, ExportError> {
    let export = exporter.begin(&asked.kind, asked.format, &asked.arguments).await?;
    if asked.end { export.with_end_line() } else { Ok(export) }
}

fn problem(error: &ExportError) -> Problem {
    let status = match error.code() {
        "UNAVAILABLE" | "DEADLINE_EXCEEDED" => StatusCode::SERVICE_UNAVAILABLE,
        "INTERNAL" => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    };
    Problem::new(status, error.code(), error.to_string())
}
