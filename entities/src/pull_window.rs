//! One settled step of a pull: a window of time, or one document asked for by itself.

use sea_orm::entity::prelude::*;

/// What a step asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)")]
pub enum WindowKind {
    /// Everything published or changed between two moments.
    #[sea_orm(string_value = "WINDOW")]
    Window,
    /// The record package of one contracting process (key: its ocid), because a second held too many releases.
    #[sea_orm(string_value = "RECORD")]
    Record,
    /// One notice by its number (key: the number), because it was missing.
    #[sea_orm(string_value = "NOTICE")]
    Notice,
}

impl WindowKind {
    /// Every value, in a fixed order.
    pub const ALL: &'static [Self] = &[Self::Window, Self::Record, Self::Notice];

    /// The name used in configuration, receipts and GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Window => "WINDOW",
            Self::Record => "RECORD",
            Self::Notice => "NOTICE",
        }
    }
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)")]
pub enum WindowState {
    /// Everything it covers is in the hub, and it will not be asked for again.
    #[sea_orm(string_value = "WHOLE")]
    Whole,
    /// More releases in one second than an answer holds: settled by its `RECORD` and `NOTICE` steps.
    #[sea_orm(string_value = "CLUMP")]
    Clump,
    /// It reaches into a day or month that has not ended: asked for again.
    #[sea_orm(string_value = "OPEN")]
    Open,
    /// Still to be asked for.
    #[sea_orm(string_value = "PENDING")]
    Pending,
    /// The source says that there is no such document.
    #[sea_orm(string_value = "ABSENT")]
    Absent,
    /// The source gave a document that the hub could not take; the error code says why.
    #[sea_orm(string_value = "REFUSED")]
    Refused,
}

impl WindowState {
    /// Every value, in a fixed order.
    pub const ALL: &'static [Self] =
        &[Self::Whole, Self::Clump, Self::Open, Self::Pending, Self::Absent, Self::Refused];

    /// The name used in configuration, receipts and GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Whole => "WHOLE",
            Self::Clump => "CLUMP",
            Self::Open => "OPEN",
            Self::Pending => "PENDING",
            Self::Absent => "ABSENT",
            Self::Refused => "REFUSED",
        }
    }
}

/// One settled step of a pull: a window of time, or one document asked for by itself.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pull_window")]
pub struct Model {
    /// Key inside this hub.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The feed.
    pub feed_id: i32,
    /// What it asked for.
    pub kind: WindowKind,
    /// Names it among the steps of its kind in the feed.
    pub key: String,
    /// Where it begins, inclusive: UK clock time, ISO 8601.
    pub from_at: String,
    /// Where it ends, inclusive: UK clock time, ISO 8601.
    pub to_at: String,
    /// How it stands.
    pub state: WindowState,
    /// Releases that it brought, also those that the hub had.
    pub releases: i64,
    /// Answers that it took to settle it: 1, and one more for each that was split.
    pub requests: i64,
    /// Of a clump: the notice numbers seen in it, as `2024:100-310`.
    pub detail: Option<String>,
    /// Stable code, if the hub could not take it.
    pub error_code: Option<String>,
    /// When it was settled.
    pub settled_at: DateTimeUtc,
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
