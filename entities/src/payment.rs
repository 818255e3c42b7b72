//! One published payment line. Credits are negative; exact repeats are real and all kept.

use sea_orm::entity::prelude::*;

/// One published payment line. Credits are negative; exact repeats are real and all kept.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment")]
pub struct Model {
    /// Who paid. First in the key, so that the table can be partitioned by institution.
    #[sea_orm(primary_key, auto_increment = false)]
    pub institution_id: i32,
    /// The document it was published in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub document_id: i64,
    /// Position among all rows after the headers of the document, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i32,
    /// Row in the file or sheet, from 1, as a spreadsheet shows it.
    pub row_no: i32,
    /// Payment date as published.
    pub paid_on: Date,
    /// Signed amount in pence.
    pub pence: i64,
    /// Whether the amount includes VAT.
    pub vat_basis: crate::VatBasis,
    /// The supplier; none if the payee is withheld or not published.
    pub supplier_id: Option<i64>,
    /// The payee's name as published.
    pub supplier_name_id: i64,
    /// Department, directorate or service area as published.
    pub department: Option<String>,
    /// Summary of purpose or expense type as published.
    pub purpose: Option<String>,
    /// Category label as published (ProClass, CPV, SeRCOP, merchant category, own).
    pub category: Option<String>,
    /// Transaction or document number as published.
    pub transaction_no: Option<String>,
    /// Contract or purchase-order reference as published.
    pub contract_ref: Option<String>,
    /// Warnings on the row, as a bit mask (`WarningSet`).
    pub flags: i32,
}

/// Tables that this one refers to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Institution.
    #[sea_orm(
        belongs_to = "super::institution::Entity",
        from = "Column::InstitutionId",
        to = "super::institution::Column::Id"
    )]
    Institution,
    /// Document.
    #[sea_orm(
        belongs_to = "super::document::Entity",
        from = "Column::DocumentId",
        to = "super::document::Column::Id"
    )]
    Document,
    /// Supplier.
    #[sea_orm(
        belongs_to = "super::supplier::Entity",
        from = "Column::SupplierId",
        to = "super::supplier::Column::Id"
    )]
    Supplier,
    /// SupplierName.
    #[sea_orm(
        belongs_to = "super::supplier_name::Entity",
        from = "Column::SupplierNameId",
        to = "super::supplier_name::Column::Id"
    )]
    SupplierName,
}

impl Related<super::institution::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Institution.def()
    }
}

impl Related<super::document::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Document.def()
    }
}

impl Related<super::supplier::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Supplier.def()
    }
}

impl Related<super::supplier_name::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::SupplierName.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
