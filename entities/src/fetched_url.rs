//! A document fetched from an address, so that it is asked for again only if it has changed.

use sea_orm::entity::prelude::*;

/// A document fetched from an address, so that it is asked for again only if it has changed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fetched_url")]
pub struct Model {
    /// The feed.
    #[sea_orm(primary_key, auto_increment = false)]
    pub feed_id: i32,
    /// The address.
    #[sea_orm(primary_key, auto_increment = false)]
    pub url: String,
    /// The `ETag` of the answer.
    pub etag: Option<String>,
    /// The `Last-Modified` of the answer, as sent.
    pub last_modified: Option<String>,
    /// SHA-256 of the bytes, 64 hex digits.
    pub sha256: String,
    /// When it was fetched.
    pub fetched_at: DateTimeUtc,
}

/// Tables that this one refers to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Feed.
    #[sea_orm(belongs_to = "super::feed::Entity", from = "Column::FeedId", to = "super::feed::Column::Id")]
    Feed,
}

impl Related<super::feed::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Feed.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
