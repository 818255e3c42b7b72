//! A decision of a person about two suppliers, or a supplier and an entry of a register; never changed.

use sea_orm::entity::prelude::*;

/// A decision of a person about two suppliers, or a supplier and an entry of a register; never changed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "match_decision")]
pub struct Model {
    /// Key inside this hub, in the order of decisions.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// `SAME`, `NOT_SAME` or `UNDO`.
    pub verdict: String,
    /// The decision that an `UNDO` takes back.
    pub undoes: Option<i64>,
    /// The atom.
    pub supplier_id: i64,
    /// The other atom; none when it is about an entry of a register.
    pub other_id: Option<i64>,
    /// Scheme of the register's entry.
    pub scheme: Option<String>,
    /// Number of the register's entry.
    pub number: Option<String>,
    /// Why, in the words of whoever decided.
    pub reason: String,
    /// Who decided.
    pub decided_by: String,
    /// When.
    pub decided_at: DateTimeUtc,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
