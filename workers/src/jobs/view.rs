//! How the pulls of feeds stand, for people.

use std::collections::BTreeMap;

use anchorhub_entities::{feed, job, job::JobState};
use anchorhub_store::Database;
use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde::Serialize;

use super::queue::Task;
use crate::PullError;

/// How the pull of a feed stands: the last one, and the documents that it has queued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PullView {
    /// Of the last pull: QUEUED, RUNNING, DONE, FAILED. Of one that is done: RUNNING while documents wait that it
    /// has found, FAILED if one of them was given up.
    pub state: &'static str,
    /// When it was queued, RFC 3339.
    pub queued: String,
    /// When its last attempt began, RFC 3339.
    pub started: Option<String>,
    /// When it ended, RFC 3339.
    pub finished: Option<String>,
    /// When it is tried again, RFC 3339.
    pub next_attempt: Option<String>,
    /// Documents that wait or are being fetched.
    pub waiting: u64,
    /// Documents that were given up.
    pub failed: u64,
    /// Stable code of the last failure.
    pub error_code: Option<String>,
    /// What was wrong.
    pub error_message: Option<String>,
}

#[derive(FromQueryResult)]
struct LastPull {
    feed: String,
    id: i64,
}

/// How the pull of every feed stands that was ever pulled by a job, by code of the feed.
pub async fn pulls(database: &Database) -> Result<BTreeMap<String, PullView>, PullError> {
    let last = job::Entity::find()
        .inner_join(feed::Entity)
        .filter(job::Column::Kind.eq(Task::Pull.name()))
        .select_only()
        .column_as(feed::Column::Code, "feed")
        .column_as(job::Column::Id.max(), "id")
        .group_by(feed::Column::Code)
        .into_model::<LastPull>()
        .all(database.read())
        .await?;
    let mut views = BTreeMap::new();
    for LastPull { feed, id } in last {
        if let Some(pull) = job::Entity::find_by_id(id).one(database.read()).await? {
            views.insert(feed, view(database, pull).await?);
        }
    }
    Ok(views)
}

async fn view(database: &Database, pull: job::Model) -> Result<PullView, PullError> {
    // Documents that an earlier pull has found and nobody has fetched yet belong to this one as well.
    let documents = || {
        job::Entity::find()
            .filter(job::Column::FeedId.eq(pull.feed_id))
            .filter(job::Column::Kind.ne(Task::Pull.name()))
    };
    let waiting = documents()
        .filter(job::Column::State.is_in([JobState::Queued, JobState::Running]))
        .count(database.read())
        .await?;
    let given_up =
        || documents().filter(job::Column::State.eq(JobState::Failed)).filter(job::Column::Id.gt(pull.id));
    let failed = given_up().count(database.read()).await?;
    let of_document = given_up().order_by_desc(job::Column::Id).one(database.read()).await?;
    let state = match pull.state {
        JobState::Done if waiting > 0 => JobState::Running,
        JobState::Done if failed > 0 => JobState::Failed,
        state => state,
    };
    let waits = pull.state == JobState::Queued && pull.error_code.is_some();
    let (error_code, error_message) = match of_document {
        Some(document) if pull.error_code.is_none() => (document.error_code, document.error_message),
        _ => (pull.error_code, pull.error_message),
    };
    Ok(PullView {
        state: state.name(),
        queued: text(pull.created_at),
        started: pull.started_at.map(text),
        finished: pull.finished_at.map(text),
        next_attempt: waits.then(|| text(pull.not_before)),
        waiting,
        failed,
        error_code,
        error_message,
    })
}

fn text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
