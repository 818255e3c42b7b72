//! One published notice: a release seen as the notice it publishes.

use sea_orm::entity::prelude::*;

/// One published notice: a release seen as the notice it publishes.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    /// The release.
    #[sea_orm(primary_key, auto_increment = false)]
    pub release_id: i64,
    /// The contracting process, by its key in this hub.
    pub process_id: i64,
    /// UK notice type, `UK1` to `UK17`; none for older forms.
    pub kind: Option<String>,
    /// Number of the notice at its publisher, such as `012345-2026`.
    pub identifier: Option<String>,
    /// When it was published.
    pub published_at: Option<DateTimeUtc>,
    /// Stage that it belongs to, as of a contracting process.
    pub stage: String,
    /// OCDS release tags, separated by commas.
    pub tags: String,
    /// Title as published.
    pub title: Option<String>,
    /// Address of the notice for people.
    pub url: Option<String>,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
