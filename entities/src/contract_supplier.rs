//! A supplier of a contract.

use sea_orm::entity::prelude::*;

/// A supplier of a contract.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_supplier")]
pub struct Model {
    /// The contract.
    #[sea_orm(primary_key, auto_increment = false)]
    pub contract_id: i64,
    /// Position, from 0, in the order of the source.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i32,
    /// The supplier; none for withheld names.
    pub supplier_id: Option<i64>,
    /// The name as published.
    pub supplier_name_id: i64,
    /// Scheme of the identifier or code, such as `GB-COH`, `GB-PPON`, `CPV`.
    pub scheme: Option<String>,
    /// Identifier in that scheme.
    pub identifier: Option<String>,
    /// Size as the source states it (OCDS `details.scale`): `micro`, `sme`, `large`, ….
    pub scale: Option<String>,
    /// Whether the source says it is a small or medium enterprise; none when it says nothing.
    pub sme: Option<bool>,
    /// Whether the source says it is a voluntary, community or social enterprise.
    pub vcse: Option<bool>,
    /// Postcode, also one found inside a free-text address.
    pub postcode: Option<String>,
    /// ISO 3166-1 code or name of the country, as published.
    pub country: Option<String>,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
