//! Someone whom institutions pay. Until identifiers decide, one supplier per name key.

use sea_orm::entity::prelude::*;

/// Kinds of supplier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)")]
pub enum SupplierKind {
    /// Registered company.
    #[sea_orm(string_value = "COMPANY")]
    Company,
    /// Registered charity.
    #[sea_orm(string_value = "CHARITY")]
    Charity,
    /// Public body.
    #[sea_orm(string_value = "PUBLIC_BODY")]
    PublicBody,
    /// Natural person.
    #[sea_orm(string_value = "INDIVIDUAL")]
    Individual,
    /// Not known.
    #[sea_orm(string_value = "UNKNOWN")]
    Unknown,
}

impl SupplierKind {
    /// Every value, in a fixed order.
    pub const ALL: &'static [Self] =
        &[Self::Company, Self::Charity, Self::PublicBody, Self::Individual, Self::Unknown];

    /// The name used in configuration, receipts and GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Company => "COMPANY",
            Self::Charity => "CHARITY",
            Self::PublicBody => "PUBLIC_BODY",
            Self::Individual => "INDIVIDUAL",
            Self::Unknown => "UNKNOWN",
        }
    }

    /// Reads a name back, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.name().eq_ignore_ascii_case(name))
    }
}

/// Someone whom institutions pay. Until identifiers decide, one supplier per name key.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "supplier")]
pub struct Model {
    /// Canonical key inside this hub; never reused.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Name key: the fallback identity.
    #[sea_orm(unique)]
    pub key: String,
    /// Name for display: the first published name seen.
    pub name: String,
    /// What kind of body.
    pub kind: SupplierKind,
}

/// This table refers to no other.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
