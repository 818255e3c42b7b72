//! A contract as one source states it. Contracts that are the same stand in one cluster and count once.

use sea_orm::entity::prelude::*;

/// A contract as one source states it. Contracts that are the same stand in one cluster and count once.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract")]
pub struct Model {
    /// Key inside this hub.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// What identifies it in its source; keeps its id over recompilation.
    #[sea_orm(unique)]
    pub source_key: String,
    /// `CONTRACT` (of a process), `AWARD` (an award without a contract) or `REGISTER`.
    pub origin: String,
    /// Its contracting process; none for registers.
    pub process_id: Option<i64>,
    /// Its register document; none for processes.
    pub document_id: Option<i64>,
    /// Row of the register.
    pub row_no: Option<i32>,
    /// Its award in the process.
    pub award_key: Option<String>,
    /// Reference as published.
    pub reference: Option<String>,
    /// Title as published.
    pub title: Option<String>,
    /// Description as published.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// Department of the buyer.
    pub department: Option<String>,
    /// Status as published.
    pub status: Option<String>,
    /// Date of the award.
    pub awarded_on: Option<Date>,
    /// Date of signature.
    pub signed_on: Option<Date>,
    /// First day of the (expected) contract period.
    pub starts_on: Option<Date>,
    /// Effective last day; which field it came from is `end_basis`.
    pub ends_on: Option<Date>,
    /// `TERMINATION`, `AMENDED`, `CONTRACT_PERIOD`, `AWARD_PERIOD`, `START_AND_DURATION`, `REGISTER_END` or `REGISTER_REVIEW`; none without an end.
    pub end_basis: Option<String>,
    /// Last possible day, with all options to extend or renew.
    pub latest_end_on: Option<Date>,
    /// Date of the next review.
    pub review_on: Option<Date>,
    /// Months by which it can be extended.
    pub extension_months: Option<i32>,
    /// Value in minor units of `value_currency` (pence); none when not stated or a placeholder.
    pub value_pence: Option<i64>,
    /// ISO 4217 code of the value.
    pub value_currency: Option<String>,
    /// What the value is: `NET`, `GROSS`, `CEILING` (of a framework) or `ESTIMATE`.
    pub value_basis: Option<String>,
    /// Value a year in pence, where published.
    pub annual_pence: Option<i64>,
    /// VAT that cannot be recovered, in pence (Local Government Transparency Code 2015).
    pub irrecoverable_vat_pence: Option<i64>,
    /// Main Common Procurement Vocabulary code, 8 digits (Regulation (EC) 213/2008).
    pub cpv: Option<String>,
    /// Category in the words or codes of the source.
    pub category: Option<String>,
    /// Scheme of that category: `PROCLASS`, `OWN`, ….
    pub category_scheme: Option<String>,
    /// How it was procured, as published.
    pub method: Option<String>,
    /// Whether it sets up a framework, whose value is a ceiling and not spend.
    pub is_framework: bool,
    /// Whether it is marked as a test: never counted.
    pub is_test: bool,
    /// Whether the source says its supplier is a small or medium enterprise.
    pub sme: Option<bool>,
    /// Whether the source says its supplier is a voluntary, community or social enterprise.
    pub vcse: Option<bool>,
    /// The contract that stands for its cluster; its own id when it stands alone.
    pub cluster_id: Option<i64>,
    /// Why it is in its cluster: `SAME_PROCESS`, `REFERENCE`, `SUPPLIER_PERIOD_VALUE`, `TITLE_PERIOD_VALUE`; none
    /// when it stands alone.
    pub cluster_method: Option<String>,
    /// Confidence of that in percent.
    pub cluster_confidence: Option<i16>,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
