//! A change of a contract after it was made.

use sea_orm::entity::prelude::*;

/// A change of a contract after it was made.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_change")]
pub struct Model {
    /// The contract.
    #[sea_orm(primary_key, auto_increment = false)]
    pub contract_id: i64,
    /// Position, from 0, in the order of the source.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i32,
    /// `AMENDMENT`, `EXTENSION` or `TERMINATION`.
    pub kind: String,
    /// When it changed.
    pub changed_on: Option<Date>,
    /// Description as published.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// Last day after the change, where stated.
    pub ends_on: Option<Date>,
    /// Value after the change in minor units, where stated.
    pub value_pence: Option<i64>,
    /// ISO 4217 code of the value.
    pub value_currency: Option<String>,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
