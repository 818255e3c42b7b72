//! An anchor institution: a public body whose buying the hub follows.

use sea_orm::entity::prelude::*;

/// Kinds of anchor institution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)")]
pub enum InstitutionKind {
    /// Local authority.
    #[sea_orm(string_value = "COUNCIL")]
    Council,
    /// Combined authority.
    #[sea_orm(string_value = "COMBINED_AUTHORITY")]
    CombinedAuthority,
    /// NHS trust or foundation trust.
    #[sea_orm(string_value = "NHS_TRUST")]
    NhsTrust,
    /// NHS integrated care board.
    #[sea_orm(string_value = "NHS_ICB")]
    NhsIcb,
    /// University.
    #[sea_orm(string_value = "UNIVERSITY")]
    University,
    /// Further-education college.
    #[sea_orm(string_value = "COLLEGE")]
    College,
    /// Police and crime commissioner or force.
    #[sea_orm(string_value = "POLICE")]
    Police,
    /// Fire and rescue authority.
    #[sea_orm(string_value = "FIRE")]
    Fire,
    /// Parish or town council.
    #[sea_orm(string_value = "PARISH_COUNCIL")]
    ParishCouncil,
    /// Central government department or agency.
    #[sea_orm(string_value = "CENTRAL_GOVERNMENT")]
    CentralGovernment,
    /// Another public body.
    #[sea_orm(string_value = "OTHER")]
    Other,
}

impl InstitutionKind {
    /// Every value, in a fixed order.
    pub const ALL: &'static [Self] = &[
        Self::Council,
        Self::CombinedAuthority,
        Self::NhsTrust,
        Self::NhsIcb,
        Self::University,
        Self::College,
        Self::Police,
        Self::Fire,
        Self::ParishCouncil,
        Self::CentralGovernment,
        Self::Other,
    ];

    /// The name used in configuration, receipts and GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Council => "COUNCIL",
            Self::CombinedAuthority => "COMBINED_AUTHORITY",
            Self::NhsTrust => "NHS_TRUST",
            Self::NhsIcb => "NHS_ICB",
            Self::University => "UNIVERSITY",
            Self::College => "COLLEGE",
            Self::Police => "POLICE",
            Self::Fire => "FIRE",
            Self::ParishCouncil => "PARISH_COUNCIL",
            Self::CentralGovernment => "CENTRAL_GOVERNMENT",
            Self::Other => "OTHER",
        }
    }

    /// Reads a name back, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.name().eq_ignore_ascii_case(name))
    }
}

/// An anchor institution: a public body whose buying the hub follows.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "institution")]
pub struct Model {
    /// Key inside this hub.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// Organisation identifier, such as `GB-LAE-WLV` (org-id.guide).
    #[sea_orm(unique)]
    pub org_id: String,
    /// Name as the institution uses it.
    pub name: String,
    /// What kind of body.
    pub kind: InstitutionKind,
    /// GSS code of the district or area in which it is at home.
    pub home_area: Option<String>,
}

/// This table refers to no other.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
