//! A question that the facts of a contracting process raise.

use sea_orm::entity::prelude::*;

/// A question that the facts of a contracting process raise.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "red_flag")]
pub struct Model {
    /// The contracting process, by its key in this hub.
    #[sea_orm(primary_key, auto_increment = false)]
    pub process_id: i64,
    /// Code of the rule, such as `R003`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// Position, from 0, among the flags of this rule.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i32,
    /// The lot that it concerns.
    pub lot_key: Option<String>,
    /// The award.
    pub award_key: Option<String>,
    /// The bid.
    pub bid_key: Option<String>,
    /// The supplier or tenderer, by its name as published.
    pub supplier: Option<String>,
    /// What was computed, in hundredths of `unit`.
    pub value: i64,
    /// What it was compared with, in hundredths of `unit`.
    pub threshold: i64,
    /// `NUMBER`, `DAYS`, `PERCENT` or `POUNDS`.
    pub unit: String,
    /// What went into it, as a JSON object of texts.
    #[sea_orm(column_type = "Text")]
    pub inputs: String,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
