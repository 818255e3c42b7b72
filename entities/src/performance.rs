//! How a contract performs against a key performance indicator (Procurement Act 2023, section 71).

use sea_orm::entity::prelude::*;

/// How a contract performs against a key performance indicator (Procurement Act 2023, section 71).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "performance")]
pub struct Model {
    /// The contract.
    #[sea_orm(primary_key, auto_increment = false)]
    pub contract_id: i64,
    /// Position, from 0, in the order of the source.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i32,
    /// `KPI`, or `BREACH` for a failure to perform.
    pub kind: String,
    /// Name as published.
    pub name: Option<String>,
    /// Rating as published.
    pub rating: Option<String>,
    /// Description as published.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// First day it covers.
    pub period_from: Option<Date>,
    /// Last day it covers.
    pub period_to: Option<Date>,
    /// When it was published.
    pub published_on: Option<Date>,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
