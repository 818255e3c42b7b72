//! A payee's name exactly as published, and the supplier it stands for.

use sea_orm::entity::prelude::*;

/// A payee's name exactly as published, and the supplier it stands for.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "supplier_name")]
pub struct Model {
    /// Key inside this hub.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Name as published, outer white space removed.
    #[sea_orm(unique)]
    pub name: String,
    /// The canonical supplier; none for withheld payees.
    pub supplier_id: Option<i64>,
    /// The atom of identity that the name belongs to; none for withheld payees.
    pub atom_id: Option<i64>,
}

/// Tables that this one refers to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Supplier.
    #[sea_orm(
        belongs_to = "super::supplier::Entity",
        from = "Column::SupplierId",
        to = "super::supplier::Column::Id"
    )]
    Supplier,
}

impl Related<super::supplier::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Supplier.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
