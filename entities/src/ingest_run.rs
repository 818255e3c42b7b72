//! One attempt to take in documents of a feed.

use sea_orm::entity::prelude::*;

/// How a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)")]
pub enum RunState {
    /// At work.
    #[sea_orm(string_value = "RUNNING")]
    Running,
    /// Every document was taken.
    #[sea_orm(string_value = "SUCCEEDED")]
    Succeeded,
    /// At least one document failed; the others were taken.
    #[sea_orm(string_value = "FAILED")]
    Failed,
    /// It stopped before its end; documents it had committed are whole.
    #[sea_orm(string_value = "INTERRUPTED")]
    Interrupted,
}

impl RunState {
    /// Every value, in a fixed order.
    pub const ALL: &'static [Self] = &[Self::Running, Self::Succeeded, Self::Failed, Self::Interrupted];

    /// The name used in configuration, receipts and GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
            Self::Interrupted => "INTERRUPTED",
        }
    }

    /// Reads a name back, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.name().eq_ignore_ascii_case(name))
    }
}

/// One attempt to take in documents of a feed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ingest_run")]
pub struct Model {
    /// Key inside this hub.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The feed.
    pub feed_id: i32,
    /// Whose data it carries.
    pub institution_id: i32,
    /// How it stands.
    pub state: RunState,
    /// When it began.
    pub started_at: DateTimeUtc,
    /// When it ended.
    pub finished_at: Option<DateTimeUtc>,
    /// Documents looked at.
    pub documents: i64,
    /// Documents newly loaded.
    pub loaded: i64,
    /// Documents that replaced an earlier one.
    pub replaced: i64,
    /// Documents already held, byte for byte.
    pub unchanged: i64,
    /// Documents that could not be read.
    pub failed: i64,
    /// Payments committed.
    pub payments: i64,
    /// Rows rejected.
    pub rejected: i64,
}

/// Tables that this one refers to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Feed.
    #[sea_orm(belongs_to = "super::feed::Entity", from = "Column::FeedId", to = "super::feed::Column::Id")]
    Feed,
    /// Institution.
    #[sea_orm(
        belongs_to = "super::institution::Entity",
        from = "Column::InstitutionId",
        to = "super::institution::Column::Id"
    )]
    Institution,
}

impl Related<super::feed::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Feed.def()
    }
}

impl Related<super::institution::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Institution.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
