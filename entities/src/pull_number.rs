//! The notice numbers of one year that a feed has brought: their gaps prove what is missing.

use sea_orm::entity::prelude::*;

/// The notice numbers of one year that a feed has brought: their gaps prove what is missing.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pull_number")]
pub struct Model {
    /// The feed.
    #[sea_orm(primary_key, auto_increment = false)]
    pub feed_id: i32,
    /// The year in which the notices were numbered.
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    /// The lowest number that a window has brought.
    pub first: i32,
    /// The highest number that a window has brought.
    pub last: i32,
    /// Numbers that the hub has, as ranges: `1-2003,2005`.
    #[sea_orm(column_type = "Text")]
    pub seen: String,
    /// Numbers of which the source said that there is no such notice, as ranges.
    #[sea_orm(column_type = "Text")]
    pub absent: String,
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
