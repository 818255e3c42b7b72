//! What is like a supplier but not alike enough: for people to decide.

use sea_orm::entity::prelude::*;

/// What is like a supplier but not alike enough: for people to decide.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "match_candidate")]
pub struct Model {
    /// Key inside this hub.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The atom.
    pub supplier_id: i64,
    /// Another atom; none when it is an entry of a register.
    pub other_id: Option<i64>,
    /// Scheme of the register's entry.
    pub scheme: Option<String>,
    /// Number of the register's entry.
    pub number: Option<String>,
    /// Name of the other.
    pub name: String,
    /// How alike, in thousandths.
    pub score: i16,
    /// JSON: what agreed and what did not.
    pub evidence: String,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
