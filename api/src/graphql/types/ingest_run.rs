//! Ingest runs.

use anchorhub_entities::ingest_run::{Column, Entity, Model};
use async_graphql::{ID, Object};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, sea_query::SelectStatement};

use super::{Feed, Institution};
use crate::graphql::{
    enums::RunState,
    error::ApiError,
    family::{ByKey, Row},
    node_id::NodeId,
    scalars::DateTime,
};

/// One attempt to take in documents of a feed.
pub(crate) struct IngestRun(pub(crate) Row<Model>);

impl ByKey for Model {
    type Key = i64;

    fn key(&self) -> i64 {
        self.id
    }

    fn select(keys: Vec<i64>) -> SelectStatement {
        Entity::find().filter(Column::Id.is_in(keys)).into_query()
    }
}

/// One attempt to take in documents of a feed.
#[Object]
impl IngestRun {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        NodeId::IngestRun(self.0.id).encode()
    }

    /// How it stands.
    async fn state(&self) -> RunState {
        self.0.state.into()
    }

    /// When it began.
    async fn started_at(&self) -> DateTime {
        DateTime(self.0.started_at)
    }

    /// When it ended; null while it is at work.
    async fn finished_at(&self) -> Option<DateTime> {
        self.0.finished_at.map(DateTime)
    }

    /// Number of documents that it looked at.
    async fn documents(&self) -> i64 {
        self.0.documents
    }

    /// Number of documents that it loaded for the first time.
    async fn loaded(&self) -> i64 {
        self.0.loaded
    }

    /// Number of documents that took the place of an earlier one.
    async fn replaced(&self) -> i64 {
        self.0.replaced
    }

    /// Number of documents that the hub already held, byte for byte.
    async fn unchanged(&self) -> i64 {
        self.0.unchanged
    }

    /// Number of documents that could not be read.
    async fn failed(&self) -> i64 {
        self.0.failed
    }

    /// Number of payments that it put into the hub.
    async fn payments(&self) -> i64 {
        self.0.payments
    }

    /// Number of rows that it rejected.
    async fn rejected(&self) -> i64 {
        self.0.rejected
    }

    /// The feed whose documents it took in.
    async fn feed(&self) -> Result<Feed, ApiError> {
        let feed = self.0.one("feed", |run| Some(run.feed_id)).await?;
        feed.map(Feed).ok_or_else(|| ApiError::internal("a run lacks its feed"))
    }

    /// Whose data it took in.
    async fn institution(&self) -> Result<Institution, ApiError> {
        let institution = self.0.one("institution", |run| Some(run.institution_id)).await?;
        institution.map(Institution).ok_or_else(|| ApiError::internal("a run lacks its institution"))
    }
}
