//! What a pull has settled, kept so that it is never done again: written in one transaction with the renewal of
//! the job's lease, so that a worker which has lost its job settles nothing.

use std::collections::{BTreeMap, HashSet};

use anchorhub_entities::{
    pull_density, pull_number, pull_window,
    pull_window::{WindowKind, WindowState},
};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, SqliteTransactionMode, TransactionOptions,
    TransactionTrait, sea_query::OnConflict,
};

use super::{page::Entry, work::Work};
use crate::{
    PullCode, PullError,
    walk::{Density, Numbers, Second, from_text, to_text},
};

/// A step to be written down.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) kind: WindowKind,
    pub(super) key: String,
    pub(super) span: (Second, Second),
    pub(super) state: WindowState,
    pub(super) releases: usize,
    pub(super) requests: u64,
    pub(super) detail: Option<String>,
    pub(super) error_code: Option<String>,
}

impl Step {
    /// A window of time, named by its ends.
    pub(super) fn window(span: (Second, Second), state: WindowState) -> Self {
        Self::new(WindowKind::Window, format!("{}/{}", to_text(span.0), to_text(span.1)), span, state)
    }

    /// A step with a name of its own.
    pub(super) fn new(kind: WindowKind, key: String, span: (Second, Second), state: WindowState) -> Self {
        Self { kind, key, span, state, releases: 0, requests: 1, detail: None, error_code: None }
    }
}

/// What a step has taught besides.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lesson<'a> {
    /// Releases that came.
    pub(super) releases: &'a [Entry],
    /// Whether they came with a closed window, whose numbers bound the range in which gaps mean something.
    pub(super) closed: bool,
    /// A notice of which the source says that there is none: year and number.
    pub(super) absent: Option<(i32, i32)>,
    /// How densely releases lie.
    pub(super) density: Option<&'a Density>,
}

/// Writes steps down, with what they have taught.
pub(super) async fn settle(work: &Work<'_>, steps: &[Step], lesson: Lesson<'_>) -> Result<(), PullError> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let transaction = work.workers.database.write().begin_with_options(options).await?;
    work.workers.queue.renew(&transaction, work.claim, true).await?;
    for chunk in steps.chunks(500) {
        write_steps(&transaction, work.feed.id, chunk).await?;
    }
    write_numbers(&transaction, work.feed.id, lesson).await?;
    if let Some(density) = lesson.density {
        write_density(&transaction, work.feed.id, density).await?;
    }
    Ok(transaction.commit().await?)
}

async fn write_steps(
    transaction: &DatabaseTransaction,
    feed_id: i32,
    steps: &[Step],
) -> Result<(), PullError> {
    let now = Utc::now();
    let rows = steps.iter().map(|step| pull_window::ActiveModel {
        feed_id: Set(feed_id),
        kind: Set(step.kind),
        key: Set(step.key.clone()),
        from_at: Set(to_text(step.span.0)),
        to_at: Set(to_text(step.span.1)),
        state: Set(step.state),
        releases: Set(i64::try_from(step.releases).unwrap_or(i64::MAX)),
        requests: Set(i64::try_from(step.requests).unwrap_or(i64::MAX)),
        detail: Set(step.detail.clone()),
        error_code: Set(step.error_code.clone()),
        settled_at: Set(now),
        ..Default::default()
    });
    let again = OnConflict::columns([
        pull_window::Column::FeedId,
        pull_window::Column::Kind,
        pull_window::Column::Key,
    ])
    .update_columns([
        pull_window::Column::State,
        pull_window::Column::Releases,
        pull_window::Column::Requests,
        pull_window::Column::Detail,
        pull_window::Column::ErrorCode,
        pull_window::Column::SettledAt,
    ])
    .to_owned();
    pull_window::Entity::insert_many(rows).on_conflict(again).exec_without_returning(transaction).await?;
    Ok(())
}

async fn write_numbers(
    transaction: &DatabaseTransaction,
    feed_id: i32,
    lesson: Lesson<'_>,
) -> Result<(), PullError> {
    let mut years: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
    for (year, number) in lesson.releases.iter().filter_map(|release| release.number) {
        years.entry(year).or_default().push(number);
    }
    if let Some((year, _)) = lesson.absent {
        years.entry(year).or_default();
    }
    for (year, numbers) in years {
        // Two workers never do the same job, but a worker may come back late: the row is held meanwhile.
        let held = pull_number::Entity::find_by_id((feed_id, year)).lock_exclusive().one(transaction).await?;
        let known = held.is_some();
        let mut row = held.unwrap_or_else(|| pull_number::Model {
            feed_id,
            year,
            first: 0,
            last: 0,
            seen: String::new(),
            absent: String::new(),
        });
        let mut seen = parse(&row.seen)?;
        numbers.iter().for_each(|number| seen.insert(*number));
        if let Some((_, number)) = lesson.absent.filter(|(of, _)| *of == year) {
            let mut absent = parse(&row.absent)?;
            absent.insert(number);
            row.absent = absent.to_string();
        }
        if let (true, Some(low), Some(high)) = (lesson.closed, numbers.iter().min(), numbers.iter().max()) {
            row.first = if row.first == 0 { *low } else { row.first.min(*low) };
            row.last = row.last.max(*high);
        }
        row.seen = seen.to_string();
        let row = row.into_active_model().reset_all();
        if known {
            row.update(transaction).await?;
        } else {
            row.insert(transaction).await?;
        }
    }
    Ok(())
}

async fn write_density(
    transaction: &DatabaseTransaction,
    feed_id: i32,
    density: &Density,
) -> Result<(), PullError> {
    let text = serde_json::to_string(density)
        .map_err(|error| PullError::new(PullCode::Internal, format!("a density: {error}")))?;
    let row = pull_density::ActiveModel { feed_id: Set(feed_id), density: Set(text) };
    let again = OnConflict::column(pull_density::Column::FeedId)
        .update_column(pull_density::Column::Density)
        .to_owned();
    pull_density::Entity::insert(row).on_conflict(again).exec_without_returning(transaction).await?;
    Ok(())
}

/// What has been learned of the density; nothing, if it cannot be read back.
pub(super) async fn density(work: &Work<'_>) -> Result<Density, PullError> {
    let row = pull_density::Entity::find_by_id(work.feed.id).one(work.workers.database.write()).await?;
    Ok(row.and_then(|row| serde_json::from_str(&row.density).ok()).unwrap_or_else(Density::new))
}

/// The parts of a span that no closed window covers.
pub(super) async fn uncovered(
    work: &Work<'_>,
    from: Second,
    to: Second,
) -> Result<Vec<(Second, Second)>, PullError> {
    let windows: Vec<(String, String)> = closed(work)
        .select_only()
        .columns([pull_window::Column::FromAt, pull_window::Column::ToAt])
        .order_by_asc(pull_window::Column::FromAt)
        .into_tuple()
        .all(work.workers.database.write())
        .await?;
    let mut gaps = Vec::new();
    let mut at = from;
    for (begins, ends) in windows {
        let (Some(begins), Some(ends)) = (from_text(&begins), from_text(&ends)) else { continue };
        if begins > at && at < to {
            gaps.push((at, begins.min(to)));
        }
        at = at.max(ends);
    }
    if at < to {
        gaps.push((at, to));
    }
    Ok(gaps)
}

/// The names of closed windows.
pub(super) async fn closed_keys(work: &Work<'_>) -> Result<HashSet<String>, PullError> {
    let keys: Vec<String> = closed(work)
        .select_only()
        .column(pull_window::Column::Key)
        .into_tuple()
        .all(work.workers.database.write())
        .await?;
    Ok(keys.into_iter().collect())
}

fn closed(work: &Work<'_>) -> sea_orm::Select<pull_window::Entity> {
    pull_window::Entity::find()
        .filter(pull_window::Column::FeedId.eq(work.feed.id))
        .filter(pull_window::Column::Kind.eq(WindowKind::Window))
        .filter(pull_window::Column::State.ne(WindowState::Open))
}

/// Steps of a kind in a state, oldest first.
pub(super) async fn steps(
    work: &Work<'_>,
    kind: WindowKind,
    state: WindowState,
) -> Result<Vec<pull_window::Model>, PullError> {
    Ok(pull_window::Entity::find()
        .filter(pull_window::Column::FeedId.eq(work.feed.id))
        .filter(pull_window::Column::Kind.eq(kind))
        .filter(pull_window::Column::State.eq(state))
        .order_by_asc(pull_window::Column::Id)
        .all(work.workers.database.write())
        .await?)
}

/// Processes whose record was fetched well after a moment, and so holds all of their releases up to it. An hour
/// allows for the clocks of two machines and for a moment that October has twice.
pub(super) async fn records_after(work: &Work<'_>, at: Second) -> Result<HashSet<String>, PullError> {
    let after = DateTime::from_timestamp(at, 0).unwrap_or_default() + TimeDelta::hours(2);
    let keys: Vec<String> = pull_window::Entity::find()
        .filter(pull_window::Column::FeedId.eq(work.feed.id))
        .filter(pull_window::Column::Kind.eq(WindowKind::Record))
        .filter(pull_window::Column::State.eq(WindowState::Whole))
        .filter(pull_window::Column::SettledAt.gt(after))
        .select_only()
        .column(pull_window::Column::Key)
        .into_tuple()
        .all(work.workers.database.write())
        .await?;
    Ok(keys.into_iter().collect())
}

/// Forgets the windows of a day that had not ended: it is asked for anew.
pub(super) async fn forget_open(work: &Work<'_>) -> Result<(), PullError> {
    pull_window::Entity::delete_many()
        .filter(pull_window::Column::FeedId.eq(work.feed.id))
        .filter(pull_window::Column::State.eq(WindowState::Open))
        .exec(work.workers.database.write())
        .await?;
    Ok(())
}

/// The numbers of every year.
pub(super) async fn numbers(
    work: &Work<'_>,
) -> Result<Vec<(pull_number::Model, Numbers, Numbers)>, PullError> {
    let rows = pull_number::Entity::find()
        .filter(pull_number::Column::FeedId.eq(work.feed.id))
        .order_by_asc(pull_number::Column::Year)
        .all(work.workers.database.write())
        .await?;
    rows.into_iter()
        .map(|row| {
            let (seen, absent) = (parse(&row.seen)?, parse(&row.absent)?);
            Ok((row, seen, absent))
        })
        .collect()
}

/// Steps whose document the hub could not take.
pub(super) async fn refused(work: &Work<'_>) -> Result<u64, PullError> {
    Ok(pull_window::Entity::find()
        .filter(pull_window::Column::FeedId.eq(work.feed.id))
        .filter(pull_window::Column::ErrorCode.is_not_null())
        .count(work.workers.database.write())
        .await?)
}

fn parse(text: &str) -> Result<Numbers, PullError> {
    text.parse().map_err(|_| PullError::new(PullCode::Internal, "the record of notice numbers is damaged"))
}
