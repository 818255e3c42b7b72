//! A place with an ONS (GSS) code: district, combined authority, region, country.

use sea_orm::entity::prelude::*;

/// Kinds of area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)")]
pub enum AreaKind {
    /// Local authority district, unitary, metropolitan or London borough.
    #[sea_orm(string_value = "DISTRICT")]
    District,
    /// Upper-tier county.
    #[sea_orm(string_value = "COUNTY")]
    County,
    /// Combined authority (Local Democracy, Economic Development and Construction Act 2009, Part 6).
    #[sea_orm(string_value = "COMBINED_AUTHORITY")]
    CombinedAuthority,
    /// English region.
    #[sea_orm(string_value = "REGION")]
    Region,
    /// Country of the United Kingdom.
    #[sea_orm(string_value = "COUNTRY")]
    Country,
}

impl AreaKind {
    /// Every value, in a fixed order.
    pub const ALL: &'static [Self] =
        &[Self::District, Self::County, Self::CombinedAuthority, Self::Region, Self::Country];

    /// The name used in configuration, receipts and GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::District => "DISTRICT",
            Self::County => "COUNTY",
            Self::CombinedAuthority => "COMBINED_AUTHORITY",
            Self::Region => "REGION",
            Self::Country => "COUNTRY",
        }
    }

    /// Reads a name back, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.name().eq_ignore_ascii_case(name))
    }
}

/// A place with an ONS (GSS) code: district, combined authority, region, country.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "area")]
pub struct Model {
    /// GSS code, such as `E08000031`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// What kind of place.
    pub kind: AreaKind,
    /// Name as ONS publishes it.
    pub name: String,
    /// GSS code of the area that contains it, where known.
    pub parent: Option<String>,
}

/// This table refers to no other.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
