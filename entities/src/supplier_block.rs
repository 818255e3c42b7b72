//! A blocking key of a supplier's atom.

use sea_orm::entity::prelude::*;

/// A blocking key of a supplier's atom.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "supplier_block")]
pub struct Model {
    /// The blocking key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub block: String,
    /// The atom.
    #[sea_orm(primary_key, auto_increment = false)]
    pub supplier_id: i64,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
