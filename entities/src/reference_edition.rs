//! One load of a publisher's file of reference data.

use sea_orm::entity::prelude::*;

/// One load of a publisher's file of reference data.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reference_edition")]
pub struct Model {
    /// Key inside this hub.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// What the file describes, such as `COMPANIES_HOUSE` or `POSTCODES`.
    pub kind: String,
    /// What the publisher calls it (a month, a vintage), else the day it was loaded.
    pub version: String,
    /// Name of the file.
    pub source: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// `LOADING`, `CURRENT` or `RETIRED`.
    pub state: String,
    /// Rows taken.
    pub rows: i64,
    /// Rows that could not be taken.
    pub rejected: i64,
    /// JSON: code of a warning and how often it was given.
    pub warnings: String,
    /// When the load began.
    pub started_at: DateTimeUtc,
    /// When it took over; while it is `LOADING`, when it last wrote rows.
    pub loaded_at: Option<DateTimeUtc>,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
