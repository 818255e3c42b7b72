//! How densely the releases of a feed lie in the week, so that windows hold what an answer holds.

use sea_orm::entity::prelude::*;

/// How densely the releases of a feed lie in the week, so that windows hold what an answer holds.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pull_density")]
pub struct Model {
    /// The feed.
    #[sea_orm(primary_key, auto_increment = false)]
    pub feed_id: i32,
    /// What the planner of windows has learned, as JSON.
    #[sea_orm(column_type = "Text")]
    pub density: String,
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
