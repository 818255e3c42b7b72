//! An award decision.

use sea_orm::entity::prelude::*;

/// An award decision.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "award")]
pub struct Model {
    /// The contracting process, by its key in this hub.
    #[sea_orm(primary_key, auto_increment = false)]
    pub process_id: i64,
    /// The award: its id, with `#2`, `#3`, … when one id stands for several.
    #[sea_orm(primary_key, auto_increment = false)]
    pub award_key: String,
    /// Position, from 0, in the order of the source.
    pub seq: i32,
    /// Title as published.
    pub title: Option<String>,
    /// Status as published.
    pub status: Option<String>,
    /// Date of the decision.
    pub awarded_on: Option<Date>,
    /// Value in minor units of `value_currency` (pence); none when not stated or a placeholder.
    pub value_pence: Option<i64>,
    /// ISO 4217 code of the value.
    pub value_currency: Option<String>,
    /// What the value is: `NET`, `GROSS`, `CEILING` (of a framework) or `ESTIMATE`.
    pub value_basis: Option<String>,
    /// First day of the (expected) contract period.
    pub starts_on: Option<Date>,
    /// Last day of the (expected) contract period, as stated.
    pub ends_on: Option<Date>,
    /// Last possible day, with all options to extend or renew.
    pub latest_end_on: Option<Date>,
    /// Keys of its lots, as a JSON array.
    pub lots: String,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
