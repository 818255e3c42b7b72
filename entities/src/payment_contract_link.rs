//! The one contract that a payment is most likely made under.

use sea_orm::entity::prelude::*;

/// The one contract that a payment is most likely made under.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment_contract_link")]
pub struct Model {
    /// Who paid.
    #[sea_orm(primary_key, auto_increment = false)]
    pub institution_id: i32,
    /// The document of the payment.
    #[sea_orm(primary_key, auto_increment = false)]
    pub document_id: i64,
    /// The payment within its document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i32,
    /// The contract.
    pub contract_id: i64,
    /// `REFERENCE`, `PURCHASE_ORDER` or `SUPPLIER_PERIOD_VALUE`.
    pub method: String,
    /// Confidence in percent.
    pub confidence: i16,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
