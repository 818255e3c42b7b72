//! Why two atoms are one supplier: a pair that a rule found.

use sea_orm::entity::prelude::*;

/// Why two atoms are one supplier: a pair that a rule found.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "supplier_link")]
pub struct Model {
    /// The atom with the smaller id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub supplier_id: i64,
    /// The other atom.
    #[sea_orm(primary_key, auto_increment = false)]
    pub other_id: i64,
    /// `IDENTIFIER`, `NAME_KEY` or `SCORED`.
    pub method: String,
    /// How sure, in thousandths.
    pub score: i16,
    /// JSON: what agreed and what did not.
    pub evidence: String,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
