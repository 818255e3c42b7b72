//! A lot of a tender.

use sea_orm::entity::prelude::*;

/// A lot of a tender.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lot")]
pub struct Model {
    /// The contracting process, by its key in this hub.
    #[sea_orm(primary_key, auto_increment = false)]
    pub process_id: i64,
    /// The lot: its id, with `#2`, `#3`, … when one id stands for several.
    #[sea_orm(primary_key, auto_increment = false)]
    pub lot_key: String,
    /// Position, from 0, in the order of the source.
    pub seq: i32,
    /// Title as published.
    pub title: Option<String>,
    /// Description as published.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// Status as published.
    pub status: Option<String>,
    /// Value in minor units of `value_currency` (pence); none when not stated or a placeholder.
    pub value_pence: Option<i64>,
    /// ISO 4217 code of the value.
    pub value_currency: Option<String>,
    /// What the value is: `NET`, `GROSS`, `CEILING` (of a framework) or `ESTIMATE`.
    pub value_basis: Option<String>,
    /// Whether it is said to suit small and medium enterprises; none when nothing is said.
    pub sme_suitable: Option<bool>,
    /// Whether it is said to suit voluntary, community and social enterprises.
    pub vcse_suitable: Option<bool>,
    /// Where suitability is stated: `LOT` or `TENDER`.
    pub suitability_basis: Option<String>,
    /// First day of the (expected) contract period.
    pub starts_on: Option<Date>,
    /// Last day of the (expected) contract period, as stated.
    pub ends_on: Option<Date>,
    /// Last possible day, with all options to extend or renew.
    pub latest_end_on: Option<Date>,
    /// Whether and how the contract can be renewed, as published.
    pub renewal: Option<String>,
    /// Options beyond the contract, as published.
    pub options: Option<String>,
    /// Main Common Procurement Vocabulary code, 8 digits (Regulation (EC) 213/2008).
    pub cpv: Option<String>,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
