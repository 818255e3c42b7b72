//! One contracting process, compiled from all its releases (OCDS 1.1).

use sea_orm::entity::prelude::*;

/// One contracting process, compiled from all its releases (OCDS 1.1).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contracting_process")]
pub struct Model {
    /// Key inside this hub.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Open Contracting ID.
    #[sea_orm(unique)]
    pub ocid: String,
    /// Where its ocid comes from: `FIND_A_TENDER`, `CONTRACTS_FINDER`, `PUBLIC_CONTRACTS_SCOTLAND`, `SELL2WALES` or `OTHER`.
    pub source: String,
    /// Title as published.
    pub title: Option<String>,
    /// Description as published.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// `PLANNED`, `ENGAGEMENT`, `TENDER`, `AWARD`, `CONTRACT`, `ENDED` or `CANCELLED`.
    pub stage: String,
    /// Tender status as published.
    pub status: Option<String>,
    /// Procurement method as published (`open`, `selective`, `limited`, `direct`).
    pub method: Option<String>,
    /// Main procurement category: `goods`, `services` or `works`.
    pub category: Option<String>,
    /// Main Common Procurement Vocabulary code, 8 digits (Regulation (EC) 213/2008).
    pub cpv: Option<String>,
    /// Value in minor units of `value_currency` (pence); none when not stated or a placeholder.
    pub value_pence: Option<i64>,
    /// ISO 4217 code of the value.
    pub value_currency: Option<String>,
    /// What the value is: `NET`, `GROSS`, `CEILING` (of a framework) or `ESTIMATE`.
    pub value_basis: Option<String>,
    /// Whether it sets up a framework, whose value is a ceiling and not spend.
    pub is_framework: bool,
    /// Whether it is marked as a test: never counted.
    pub is_test: bool,
    /// Whether it is said to suit small and medium enterprises; none when nothing is said.
    pub sme_suitable: Option<bool>,
    /// Whether it is said to suit voluntary, community and social enterprises.
    pub vcse_suitable: Option<bool>,
    /// Where suitability is stated: `LOT` (any lot) or `TENDER`.
    pub suitability_basis: Option<String>,
    /// Reserved participation as published, separated by commas.
    pub reserved: Option<String>,
    /// Most lots that one supplier can win.
    pub max_lots_awarded: Option<i32>,
    /// Most lots that one supplier can bid for.
    pub max_lots_bid: Option<i32>,
    /// Instant of its first dated release.
    pub first_published: Option<DateTimeUtc>,
    /// Instant of its last dated release.
    pub last_published: Option<DateTimeUtc>,
    /// When tenders are due.
    pub deadline: Option<DateTimeUtc>,
    /// When a planned notice or tender is expected to be published.
    pub expected_on: Option<Date>,
    /// First day of the (expected) contract period.
    pub starts_on: Option<Date>,
    /// Last day of the (expected) contract period, as stated.
    pub ends_on: Option<Date>,
    /// Releases it is compiled from.
    pub releases: i32,
    /// Everything mapped from it, as compressed JSON (`anchorhub_ocds::facts::ProcessFacts`).
    pub facts: Vec<u8>,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
