//! The record of a run.

use anchorhub_entities::{feed, ingest_run, ingest_run::RunState};
use anchorhub_store::Database;
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{Content, IngestError, Receipt, ReceiptStatus};

/// A run at work.
#[derive(Debug)]
pub(crate) struct Run {
    model: ingest_run::Model,
}

impl Run {
    /// Begins a run. Runs of the feed that never ended are marked as interrupted: what they had committed
    /// is whole.
    pub(crate) async fn begin(database: &Database, feed: &feed::Model) -> Result<Self, IngestError> {
        ingest_run::Entity::update_many()
            .col_expr(ingest_run::Column::State, Expr::value(RunState::Interrupted.name()))
            .filter(ingest_run::Column::FeedId.eq(feed.id))
            .filter(ingest_run::Column::State.eq(RunState::Running))
            .exec(database.write())
            .await?;
        let model = ingest_run::ActiveModel {
            feed_id: Set(feed.id),
            institution_id: Set(feed.institution_id),
            state: Set(RunState::Running),
            started_at: Set(Utc::now()),
            finished_at: Set(None),
            documents: Set(0),
            loaded: Set(0),
            replaced: Set(0),
            unchanged: Set(0),
            failed: Set(0),
            payments: Set(0),
            rejected: Set(0),
            ..Default::default()
        }
        .insert(database.write())
        .await?;
        Ok(Self { model })
    }

    /// Its key.
    pub(crate) fn id(&self) -> i64 {
        self.model.id
    }

    /// Counts what became of a document.
    pub(crate) fn count(&mut self, receipt: &Receipt) {
        let run = &mut self.model;
        run.documents += 1;
        match receipt.status {
            Some(ReceiptStatus::Loaded) => run.loaded += 1,
            Some(ReceiptStatus::Replaced) => run.replaced += 1,
            Some(ReceiptStatus::Unchanged) => run.unchanged += 1,
            Some(ReceiptStatus::Failed) | None => run.failed += 1,
        }
        if matches!(receipt.status, Some(ReceiptStatus::Loaded | ReceiptStatus::Replaced)) {
            let (payments, rejected) = match &receipt.content {
                Content::Spend(spend) => (spend.figures.payments, spend.figures.rejected),
                Content::Releases(releases) => (0, releases.rejected),
                Content::Register(register) => (0, register.figures.rejected),
            };
            run.payments += i64::try_from(payments).unwrap_or(i64::MAX);
            run.rejected += i64::try_from(rejected).unwrap_or(i64::MAX);
        }
    }

    /// Writes down what was counted, so that an interrupted run still tells what it had taken.
    pub(crate) async fn keep_count(&self, database: &Database) -> Result<(), IngestError> {
        self.write(database, RunState::Running, None).await
    }

    /// Ends the run. `is_whole`: everything that it was for has been looked at.
    pub(crate) async fn end(self, database: &Database, is_whole: bool) -> Result<(), IngestError> {
        let state = match (is_whole, self.model.failed) {
            (false, 0) => RunState::Interrupted,
            (true, 0) => RunState::Succeeded,
            _ => RunState::Failed,
        };
        self.write(database, state, Some(Utc::now())).await
    }

    async fn write(
        &self,
        database: &Database,
        state: RunState,
        finished_at: Option<DateTime<Utc>>,
    ) -> Result<(), IngestError> {
        let model = ingest_run::Model { state, finished_at, ..self.model.clone() };
        // What was counted in memory is written now.
        ingest_run::ActiveModel::from(model).reset_all().update(database.write()).await?;
        Ok(())
    }
}
