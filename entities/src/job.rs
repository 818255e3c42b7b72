//! Work that waits for a worker, is under way, or has ended.

use sea_orm::entity::prelude::*;

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)")]
pub enum JobState {
    /// Waits for a worker, or for its next attempt.
    #[sea_orm(string_value = "QUEUED")]
    Queued,
    /// A worker holds its lease.
    #[sea_orm(string_value = "RUNNING")]
    Running,
    /// Done.
    #[sea_orm(string_value = "DONE")]
    Done,
    /// Given up after its last attempt.
    #[sea_orm(string_value = "FAILED")]
    Failed,
}

impl JobState {
    /// Every value, in a fixed order.
    pub const ALL: &'static [Self] = &[Self::Queued, Self::Running, Self::Done, Self::Failed];

    /// The name used in configuration, receipts and GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "QUEUED",
            Self::Running => "RUNNING",
            Self::Done => "DONE",
            Self::Failed => "FAILED",
        }
    }
}

/// Work that waits for a worker, is under way, or has ended.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    /// Key inside this hub.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// What is to be done: `pull` a feed, `fetch` one document.
    pub kind: String,
    /// The feed that it is done for.
    pub feed_id: i32,
    /// What else there is to know about it, as a JSON object.
    #[sea_orm(column_type = "Text")]
    pub payload: String,
    /// Two jobs with one key never wait or run at the same time.
    pub unique_key: String,
    /// The moment of the feed's schedule that it was made for: UK clock time, ISO 8601.
    pub tick: Option<String>,
    /// How it stands.
    pub state: JobState,
    /// Attempts begun and not handed back.
    pub attempts: i32,
    /// Attempts after which it is given up.
    pub max_attempts: i32,
    /// It does not begin earlier.
    pub not_before: DateTimeUtc,
    /// How often it was leased: the number of the current lease.
    pub leases: i64,
    /// The worker that holds its lease.
    pub leased_by: Option<String>,
    /// When the lease ends unless its worker renews it.
    pub leased_until: Option<DateTimeUtc>,
    /// Stable code of the last failure.
    pub error_code: Option<String>,
    /// What was wrong at the last failure.
    pub error_message: Option<String>,
    /// When it was queued.
    pub created_at: DateTimeUtc,
    /// When its last attempt began.
    pub started_at: Option<DateTimeUtc>,
    /// When it was done or given up.
    pub finished_at: Option<DateTimeUtc>,
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
