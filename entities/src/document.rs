//! One file as received: its bytes are archived under their SHA-256 and never changed.

use sea_orm::entity::prelude::*;

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)")]
pub enum DocumentStatus {
    /// Its payments are in the hub and counted.
    #[sea_orm(string_value = "LOADED")]
    Loaded,
    /// A later document for the same feed and period took its place; its payments are no longer counted.
    #[sea_orm(string_value = "REPLACED")]
    Replaced,
    /// It could not be read; nothing of it is counted.
    #[sea_orm(string_value = "FAILED")]
    Failed,
}

impl DocumentStatus {
    /// Every value, in a fixed order.
    pub const ALL: &'static [Self] = &[Self::Loaded, Self::Replaced, Self::Failed];

    /// The name used in configuration, receipts and GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Loaded => "LOADED",
            Self::Replaced => "REPLACED",
            Self::Failed => "FAILED",
        }
    }

    /// Reads a name back, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.name().eq_ignore_ascii_case(name))
    }
}

/// One file as received: its bytes are archived under their SHA-256 and never changed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document")]
pub struct Model {
    /// Key inside this hub.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The feed it belongs to.
    pub feed_id: i32,
    /// Whose data it carries.
    pub institution_id: i32,
    /// The run that received it.
    pub run_id: i64,
    /// SHA-256 of the bytes, 64 hex digits: also the address in the archive.
    pub sha256: String,
    /// File name as received.
    pub name: String,
    /// Size in bytes.
    pub bytes: i64,
    /// csv, xlsx, xls or ods; none if it could not be told.
    pub container: Option<String>,
    /// What became of it.
    pub status: DocumentStatus,
    /// First day of its period.
    pub period_from: Option<Date>,
    /// First day after its period.
    pub period_to: Option<Date>,
    /// The document that replaced it.
    pub superseded_by: Option<i64>,
    /// When the hub received it.
    pub received_at: DateTimeUtc,
    /// When its payments were committed.
    pub loaded_at: Option<DateTimeUtc>,
    /// Rows after the header: payments + rejected + blank.
    pub rows: i64,
    /// Rows taken as payments.
    pub payments: i64,
    /// Rows not taken, each kept with a code and a hint.
    pub rejected: i64,
    /// Empty rows.
    pub blank: i64,
    /// Signed sum of its payments, in pence.
    pub net_pence: i64,
    /// Payments below zero (credits).
    pub negatives: i64,
    /// Earliest payment date.
    pub first_date: Option<Date>,
    /// Latest payment date.
    pub last_date: Option<Date>,
    /// VAT basis of its payments.
    pub vat_basis: crate::VatBasis,
    /// Warning code to number of payments, as a JSON object.
    #[sea_orm(column_type = "Text")]
    pub warnings: String,
    /// How it was read (encoding, tables, columns, confidence), as JSON.
    #[sea_orm(column_type = "Text")]
    pub recognition: String,
    /// Releases or contracts taken from it; 0 for spend.
    pub records: i64,
    /// Releases that the hub knew already from another document.
    pub known: i64,
    /// Stable code, if it failed.
    pub error_code: Option<String>,
    /// What was wrong and what to do, if it failed.
    pub error_message: Option<String>,
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
