//! Notices.

use anchorhub_entities::notice::{Column, Entity, Model};
use async_graphql::{ID, Object};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, sea_query::SelectStatement};

use super::{ContractingProcess, Release};
use crate::graphql::{
    enums::{ProcessStage, named},
    error::ApiError,
    family::{ByKey, Row},
    node_id::NodeId,
    scalars::DateTime,
};

/// A published notice: one release of a contracting process.
pub(crate) struct Notice(pub(crate) Row<Model>);

impl ByKey for Model {
    type Key = i64;

    fn key(&self) -> i64 {
        self.release_id
    }

    fn select(keys: Vec<i64>) -> SelectStatement {
        Entity::find().filter(Column::ReleaseId.is_in(keys)).into_query()
    }
}

/// A published notice: one release of a contracting process.
#[Object]
impl Notice {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Notice(self.0.release_id).encode()
    }

    /// Type of the notice, `UK1` to `UK17` (Procurement Regulations 2024); null for older forms and other
    /// publishers.
    async fn kind(&self) -> Option<&str> {
        self.0.kind.as_deref()
    }

    /// Number of the notice at its publisher, such as `012345-2026`.
    async fn identifier(&self) -> Option<&str> {
        self.0.identifier.as_deref()
    }

    /// When it was published.
    async fn published_at(&self) -> Option<DateTime> {
        self.0.published_at.map(DateTime)
    }

    /// The stage that it belongs to.
    async fn stage(&self) -> Option<ProcessStage> {
        named(&self.0.stage)
    }

    /// OCDS release tags.
    async fn tags(&self) -> Vec<&str> {
        self.0.tags.split(',').filter(|tag| !tag.is_empty()).collect()
    }

    /// Title as published.
    async fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    /// Address of the notice for people.
    async fn url(&self) -> Option<&str> {
        self.0.url.as_deref()
    }

    /// Its contracting process, as it stands now.
    async fn process(&self) -> Result<ContractingProcess, ApiError> {
        let process = self.0.one("process", |row| Some(row.process_id)).await?;
        process.map_or_else(
            || Err(ApiError::internal("a notice lacks its process")),
            ContractingProcess::current,
        )
    }

    /// The release as received.
    async fn release(&self) -> Result<Release, ApiError> {
        let release = self.0.one("release", |row| Some(row.release_id)).await?;
        release.map(Release).ok_or_else(|| ApiError::internal("a notice lacks its release"))
    }
}
