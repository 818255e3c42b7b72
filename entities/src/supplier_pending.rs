//! An atom with new names or evidence since it was last looked at.

use sea_orm::entity::prelude::*;

/// An atom with new names or evidence since it was last looked at.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "supplier_pending")]
pub struct Model {
    /// The atom.
    #[sea_orm(primary_key, auto_increment = false)]
    pub supplier_id: i64,
    /// When it was marked.
    pub since: DateTimeUtc,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
