//! What ingest did: runs and the documents they took.

use anchorhub_entities::{document, feed, ingest_run};
use anchorhub_store::Database;
use chrono::SecondsFormat;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;

use crate::{IngestCode, IngestError};

/// One run of a feed.
#[derive(Clone, Debug, Serialize)]
pub struct RunView {
    /// Number of the run.
    pub run: i64,
    /// Code of the feed.
    pub feed: String,
    /// How it stands: RUNNING, SUCCEEDED, FAILED, INTERRUPTED.
    pub state: &'static str,
    /// When it began, RFC 3339.
    pub started: String,
    /// When it ended, RFC 3339.
    pub finished: Option<String>,
    /// Documents looked at.
    pub documents: i64,
    /// Documents newly loaded.
    pub loaded: i64,
    /// Documents that replaced an earlier one.
    pub replaced: i64,
    /// Documents already held.
    pub unchanged: i64,
    /// Documents that could not be taken.
    pub failed: i64,
    /// Payments committed.
    pub payments: i64,
    /// Rows rejected.
    pub rejected: i64,
}

/// One document of a run.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentView {
    /// SHA-256 of the bytes.
    pub document: String,
    /// File name as received.
    pub name: String,
    /// LOADED, REPLACED (by a later one) or FAILED.
    pub status: &'static str,
    /// First day of its period.
    pub period_from: Option<String>,
    /// First day after its period.
    pub period_to: Option<String>,
    /// Rows taken as payments.
    pub payments: i64,
    /// Rows not taken.
    pub rejected: i64,
    /// Signed sum of its payments in pence.
    pub net_pence: i64,
    /// Stable code, if it failed.
    pub error_code: Option<String>,
    /// What was wrong, if it failed.
    pub error_message: Option<String>,
}

/// The latest runs, newest first; of one feed, if its code is given.
pub async fn latest(
    database: &Database,
    feed_code: Option<&str>,
    count: u64,
) -> Result<Vec<RunView>, IngestError> {
    let mut query = ingest_run::Entity::find()
        .find_also_related(feed::Entity)
        .order_by_desc(ingest_run::Column::Id)
        .limit(count);
    if let Some(code) = feed_code {
        let feed = crate::feeds::find(database, code).await?;
        query = query.filter(ingest_run::Column::FeedId.eq(feed.id));
    }
    let runs = query.all(database.read()).await?;
    Ok(runs.into_iter().map(|(run, feed)| view(&run, feed)).collect())
}

/// One run with its documents; `UNKNOWN_RUN` when there is none with this number.
pub async fn find(database: &Database, number: i64) -> Result<(RunView, Vec<DocumentView>), IngestError> {
    let found =
        ingest_run::Entity::find_by_id(number).find_also_related(feed::Entity).one(database.read()).await?;
    let (run, feed) = found.ok_or_else(|| {
        IngestError::new(
            IngestCode::UnknownRun,
            format!("there is no run {number}: `anchorhub run list` shows the latest"),
        )
    })?;
    let documents = document::Entity::find()
        .filter(document::Column::RunId.eq(number))
        .order_by_asc(document::Column::Id)
        .all(database.read())
        .await?;
    Ok((view(&run, feed), documents.into_iter().map(document_view).collect()))
}

fn view(run: &ingest_run::Model, feed: Option<feed::Model>) -> RunView {
    RunView {
        run: run.id,
        feed: feed.map(|feed| feed.code).unwrap_or_default(),
        state: run.state.name(),
        started: run.started_at.to_rfc3339_opts(SecondsFormat::Secs, true),
        finished: run.finished_at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)),
        documents: run.documents,
        loaded: run.loaded,
        replaced: run.replaced,
        unchanged: run.unchanged,
        failed: run.failed,
        payments: run.payments,
        rejected: run.rejected,
    }
}

fn document_view(document: document::Model) -> DocumentView {
    DocumentView {
        document: document.sha256,
        name: document.name,
        status: document.status.name(),
        period_from: document.period_from.map(|date| date.to_string()),
        period_to: document.period_to.map(|date| date.to_string()),
        payments: document.payments,
        rejected: document.rejected,
        net_pence: document.net_pence,
        error_code: document.error_code,
        error_message: document.error_message,
    }
}
