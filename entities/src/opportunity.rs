//! Something that a supplier may yet win: a process before its award, or a contract that ends (a view).

use sea_orm::entity::prelude::*;

/// Something that a supplier may yet win: a process before its award, or a contract that ends (a view).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "opportunity")]
pub struct Model {
    /// `P` for a contracting process, `C` for a contract.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// Key of the process or contract.
    #[sea_orm(primary_key, auto_increment = false)]
    pub source_id: i64,
    /// `PLANNED`, `ENGAGEMENT`, `OPEN` or `RELET`.
    pub stage: String,
    /// Day of the deadline (UTC), else when it is expected, else when its contract begins or ends.
    pub due_on: Option<Date>,
    /// First day of the expected contract period.
    pub starts_on: Option<Date>,
    /// Title as published.
    pub title: Option<String>,
    /// Main Common Procurement Vocabulary code, 8 digits.
    pub cpv: Option<String>,
    /// Value in minor units (pence).
    pub value_pence: Option<i64>,
    /// ISO 4217 code of the value.
    pub value_currency: Option<String>,
    /// What the value is: `NET`, `GROSS`, `CEILING` or `ESTIMATE`.
    pub value_basis: Option<String>,
    /// Whether it is about a framework.
    pub is_framework: bool,
    /// Whether it is said to suit small and medium enterprises.
    pub sme_suitable: Option<bool>,
    /// Whether it is said to suit voluntary, community and social enterprises.
    pub vcse_suitable: Option<bool>,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
