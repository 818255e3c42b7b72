//! A buyer of a contracting process.

use sea_orm::entity::prelude::*;

/// A buyer of a contracting process.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "process_buyer")]
pub struct Model {
    /// The contracting process, by its key in this hub.
    #[sea_orm(primary_key, auto_increment = false)]
    pub process_id: i64,
    /// Position, from 0, in the order of the source.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i32,
    /// The institution it was found to be; none when it is not one of ours.
    pub institution_id: Option<i32>,
    /// How the institution was found: `IDENTIFIER`, `NAME` or `NONE`.
    pub basis: String,
    /// Scheme of the identifier or code, such as `GB-COH`, `GB-PPON`, `CPV`.
    pub scheme: Option<String>,
    /// Identifier in that scheme.
    pub identifier: Option<String>,
    /// Its further identifiers (scheme, hyphen, identifier) as a JSON array; none when there are none.
    pub others: Option<String>,
    /// Name as published.
    pub name: String,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
