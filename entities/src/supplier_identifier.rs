//! An identifier of a supplier's atom, normalised, with the reason why it is believed.

use sea_orm::entity::prelude::*;

/// An identifier of a supplier's atom, normalised, with the reason why it is believed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "supplier_identifier")]
pub struct Model {
    /// The atom.
    #[sea_orm(primary_key, auto_increment = false)]
    pub supplier_id: i64,
    /// Org-id scheme, such as `GB-COH`; `GB-VAT` for VAT numbers.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scheme: String,
    /// The identifier in normal form; as published when it is not valid.
    #[sea_orm(primary_key, auto_increment = false)]
    pub value: String,
    /// `PUBLISHED`, `NOTICE`, `NAME_KEY`, `SCORED`, `REGISTER` or `DECISION`.
    pub method: String,
    /// How sure, in thousandths.
    pub score: i16,
    /// JSON: what agreed and what did not, and where it stands.
    pub evidence: String,
    /// What is wrong with it, or what contradicts it (a code); none when it is believed.
    pub problem: Option<String>,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
