//! One stream of documents of one kind from one institution.

use sea_orm::entity::prelude::*;

/// What the documents of a feed hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)")]
pub enum FeedKind {
    /// Payments to suppliers.
    #[sea_orm(string_value = "spend")]
    Spend,
}

impl FeedKind {
    /// Every value, in a fixed order.
    pub const ALL: &'static [Self] = &[Self::Spend];

    /// The name used in configuration, receipts and GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Spend => "spend",
        }
    }

    /// Reads a name back, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.name().eq_ignore_ascii_case(name))
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
