//! One stream of documents of one kind from one institution.

use sea_orm::entity::prelude::*;

/// What the documents of a feed hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)")]
pub enum FeedKind {
    /// Payments to suppliers.
    #[sea_orm(string_value = "spend")]
    Spend,
    /// Releases of the Open Contracting Data Standard.
    #[sea_orm(string_value = "ocds")]
    Ocds,
    /// A contract register (Local Government Transparency Code 2015).
    #[sea_orm(string_value = "contracts")]
    Contracts,
}

impl FeedKind {
    /// Every value, in a fixed order.
    pub const ALL: &'static [Self] = &[Self::Spend, Self::Ocds, Self::Contracts];

    /// The name used in configuration, receipts and GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Spend => "spend",
            Self::Ocds => "ocds",
            Self::Contracts => "contracts",
        }
    }

    /// Reads a name back, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.name().eq_ignore_ascii_case(name))
    }
}

/// How a feed's documents are fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)")]
pub enum Connector {
    /// Notices of Find a Tender, by windows of time.
    #[sea_orm(string_value = "find-a-tender")]
    FindATender,
    /// Notices of Contracts Finder, by days.
    #[sea_orm(string_value = "contracts-finder")]
    ContractsFinder,
    /// Notices of Public Contracts Scotland, by month and notice type.
    #[sea_orm(string_value = "public-contracts-scotland")]
    PublicContractsScotland,
    /// Notices of Sell2Wales, by month and notice type.
    #[sea_orm(string_value = "sell2wales")]
    Sell2Wales,
    /// A file at an address, or the files that a page links to.
    #[sea_orm(string_value = "http")]
    Http,
}

impl Connector {
    /// Every value, in a fixed order.
    pub const ALL: &'static [Self] = &[
        Self::FindATender,
        Self::ContractsFinder,
        Self::PublicContractsScotland,
        Self::Sell2Wales,
        Self::Http,
    ];

    /// The name used in configuration, receipts and GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::FindATender => "find-a-tender",
            Self::ContractsFinder => "contracts-finder",
            Self::PublicContractsScotland => "public-contracts-scotland",
            Self::Sell2Wales => "sell2wales",
            Self::Http => "http",
        }
    }

    /// Where the source is, unless the feed says otherwise. A file or page of one's own has no such place.
    pub fn address(self) -> Option<&'static str> {
        match self {
            Self::FindATender => Some("https://www.find-tender.service.gov.uk"),
            Self::ContractsFinder => Some("https://www.contractsfinder.service.gov.uk"),
            Self::PublicContractsScotland => Some("https://api.publiccontractsscotland.gov.uk"),
            Self::Sell2Wales => Some("https://api.sell2wales.gov.wales"),
            Self::Http => None,
        }
    }
}

/// One stream of documents of one kind from one institution.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "feed")]
pub struct Model {
    /// Key inside this hub.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// Stable code, `{org-id}.{name}`, such as `GB-LAE-WLV.spend`.
    #[sea_orm(unique)]
    pub code: String,
    /// Whose data it carries.
    pub institution_id: i32,
    /// What the documents hold.
    pub kind: FeedKind,
    /// Title for people.
    pub title: String,
    /// Where documents are fetched from, when the hub pulls them.
    pub location: Option<String>,
    /// How they are fetched; none for a folder or file of this machine.
    pub connector: Option<Connector>,
    /// The first day that a pull covers.
    pub pull_from: Option<Date>,
    /// When they are fetched, in cron form.
    pub schedule: Option<String>,
    /// Adapter that corrects recognition, by name.
    pub adapter: Option<String>,
    /// VAT basis of the amounts, where the publisher states it.
    pub vat_basis: Option<crate::VatBasis>,
    /// Publication threshold in pence (LGTC: 50000), where the publisher states it.
    pub threshold_pence: Option<i64>,
    /// Whether pulls are paused.
    pub paused: bool,
    /// When the feed was added.
    pub created_at: DateTimeUtc,
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
}

impl Related<super::institution::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Institution.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
