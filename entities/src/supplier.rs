//! Someone whom institutions pay: an atom of identity, one per name key (and per identifier where one key has
//! several that contradict each other).

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

/// Someone whom institutions pay: an atom of identity, one per name key (and per identifier where one key has
/// several that contradict each other). Atoms that are one supplier are merged into one of them.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "supplier")]
pub struct Model {
    /// Key inside this hub; never reused, and found for ever, also when it is merged into another.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Name key, the fallback identity; with `#` and an identifier for an atom that was split off.
    #[sea_orm(unique)]
    pub key: String,
    /// Name for display: the first published name seen.
    pub name: String,
    /// What kind of body.
    pub kind: SupplierKind,
    /// The canonical supplier that this atom of identity is part of; none when it is canonical itself.
    pub merged_into: Option<i64>,
}

/// This table refers to no other.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
