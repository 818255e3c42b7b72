//! Releases as received.

use anchorhub_entities::{
    release,
    release_head::{Column, Entity, Model},
};
use anchorhub_ocds::warnings::WarningCode;
use async_graphql::{Object, SimpleObject};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, sea_query::SelectStatement};
use serde::Deserialize;

use super::Document;
use crate::graphql::{
    compressed,
    error::ApiError,
    family::{ByKey, Row},
    scalars::DateTime,
};

/// A release exactly as it was received. Releases are kept for ever.
pub(crate) struct Release(pub(crate) Row<Model>);

impl ByKey for Model {
    type Key = i64;

    fn key(&self) -> i64 {
        self.id
    }

    fn select(keys: Vec<i64>) -> SelectStatement {
        Entity::find().filter(Column::Id.is_in(keys)).into_query()
    }
}

impl ByKey for release::Model {
    type Key = i64;

    fn key(&self) -> i64 {
        self.id
    }

    fn select(keys: Vec<i64>) -> SelectStatement {
        release::Entity::find().filter(release::Column::Id.is_in(keys)).into_query()
    }
}

/// Something odd about a release, which was taken all the same.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ReleaseWarning {
    /// Stable code.
    code: String,
    /// Where: `tender.lots[2].value.amount`; empty for the release as a whole.
    path: String,
    /// What it means, in one sentence.
    hint: &'static str,
}

/// A warning as it is kept.
#[derive(Deserialize)]
struct Kept {
    code: String,
    #[serde(default)]
    path: String,
}

/// A release exactly as it was received. Releases are kept for ever.
#[Object]
impl Release {
    /// Open Contracting ID of its process.
    async fn ocid(&self) -> &str {
        &self.0.ocid
    }

    /// Its own id, as published.
    async fn release_id(&self) -> Option<&str> {
        self.0.release_id.as_deref()
    }

    /// The instant of its `date`; null when there is none that can be read.
    async fn published_at(&self) -> Option<DateTime> {
        self.0.dated_at.map(DateTime)
    }

    /// OCDS release tags.
    async fn tags(&self) -> Vec<&str> {
        self.0.tags.split(',').filter(|tag| !tag.is_empty()).collect()
    }

    /// Type of the UK notice that it publishes, `UK1` to `UK17`.
    async fn notice_kind(&self) -> Option<&str> {
        self.0.notice_type.as_deref()
    }

    /// Whether a corrected release stands in its place.
    async fn superseded(&self) -> bool {
        self.0.superseded_by.is_some()
    }

    /// What is odd about it.
    async fn warnings(&self) -> Result<Vec<ReleaseWarning>, ApiError> {
        let kept: Vec<Kept> = serde_json::from_str(&self.0.warnings)
            .map_err(|_| ApiError::internal("a release has unreadable warnings"))?;
        Ok(kept
            .into_iter()
            .map(|Kept { code, path }| {
                let known = WarningCode::ALL.iter().find(|known| known.code() == code);
                ReleaseWarning { hint: known.map_or("", |known| known.hint()), code, path }
            })
            .collect())
    }

    /// Its text as received: JSON, with numbers as they were written.
    async fn text(&self) -> Result<String, ApiError> {
        let whole: Option<Row<release::Model>> = self.0.one("body", |row| Some(row.id)).await?;
        let whole = whole.ok_or_else(|| ApiError::internal("a release is gone"))?;
        compressed::text(&whole.body)
    }

    /// The document that brought it first.
    async fn document(&self) -> Result<Document, ApiError> {
        let document = self.0.one("document", |row| Some(row.document_id)).await?;
        document.map(Document).ok_or_else(|| ApiError::internal("a release lacks its document"))
    }
}
