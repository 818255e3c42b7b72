//! What is known of a canonical supplier, made from evidence and reference data.

use sea_orm::entity::prelude::*;

/// What is known of a canonical supplier, made from evidence and reference data.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "supplier_profile")]
pub struct Model {
    /// The canonical supplier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub supplier_id: i64,
    /// Scheme of the identifier that stands for it.
    pub scheme: Option<String>,
    /// That identifier.
    pub number: Option<String>,
    /// Whether it is a small or medium-sized enterprise (Procurement Act 2023, section 123); none: not known.
    pub sme: Option<bool>,
    /// Where that comes from.
    pub sme_basis: Option<String>,
    /// The day of that source.
    pub sme_on: Option<Date>,
    /// Whether sources say different things.
    pub sme_conflict: bool,
    /// Whether it is a voluntary, community or social enterprise; none: not known.
    pub vcse: Option<bool>,
    /// Where that comes from.
    pub vcse_basis: Option<String>,
    /// The day of that source.
    pub vcse_on: Option<Date>,
    /// Whether sources say different things.
    pub vcse_conflict: bool,
    /// Main SIC 2007 code, five digits.
    pub sic: Option<String>,
    /// Section of SIC 2007, A to U.
    pub sector: Option<String>,
    /// Where that comes from.
    pub sector_basis: Option<String>,
    /// In upper case, without spaces.
    pub postcode: Option<String>,
    /// Lower layer super output area (2011).
    pub lsoa: Option<String>,
    /// Ward, by GSS code.
    pub ward: Option<String>,
    /// District, by GSS code.
    pub district: Option<String>,
    /// Combined authority, by GSS code.
    pub authority: Option<String>,
    /// Region of England, by GSS code.
    pub region: Option<String>,
    /// Country, by GSS code.
    pub country: Option<String>,
    /// Decile of the Index of Multiple Deprivation; 1 is the most deprived.
    pub decile: Option<i16>,
    /// `PUBLISHED`, `NOTICE`, `DECLARED` or `REGISTERED`.
    pub location_basis: Option<String>,
    /// The address is one at which very many companies are registered.
    pub formation_agent: bool,
    /// The address is a PO box.
    pub po_box: bool,
    /// Scheme of the head of its group.
    pub group_scheme: Option<String>,
    /// Number of the head of its group.
    pub group_number: Option<String>,
    /// Name of the head of its group.
    pub group_name: Option<String>,
    /// Who states the group.
    pub group_basis: Option<String>,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
