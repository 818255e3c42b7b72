//! What a document says about a payee beside its name: the ground for later identity matching.

use sea_orm::entity::prelude::*;

/// What a document says about a payee beside its name: the ground for later identity matching.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "supplier_evidence")]
pub struct Model {
    /// Who published it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub institution_id: i32,
    /// In which document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub document_id: i64,
    /// About which payee name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub supplier_name_id: i64,
    /// What is said: `supplier_id`, `company_number`, `charity_number`, `vat_number`, `postcode` or `supplier_type`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scheme: String,
    /// The value as published.
    #[sea_orm(primary_key, auto_increment = false)]
    pub value: String,
    /// On how many payments of the document.
    pub rows: i64,
}

/// Tables that this one refers to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Document.
    #[sea_orm(
        belongs_to = "super::document::Entity",
        from = "Column::DocumentId",
        to = "super::document::Column::Id"
    )]
    Document,
    /// SupplierName.
    #[sea_orm(
        belongs_to = "super::supplier_name::Entity",
        from = "Column::SupplierNameId",
        to = "super::supplier_name::Column::Id"
    )]
    SupplierName,
}

impl Related<super::document::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Document.def()
    }
}

impl Related<super::supplier_name::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::SupplierName.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
