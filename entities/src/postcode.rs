//! A postcode and where it lies (ONS Postcode Directory or National Statistics Postcode Lookup).

use sea_orm::entity::prelude::*;

/// A postcode and where it lies (ONS Postcode Directory or National Statistics Postcode Lookup).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "postcode")]
pub struct Model {
    /// The edition it stands in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition_id: i32,
    /// In upper case, without spaces.
    #[sea_orm(primary_key, auto_increment = false)]
    pub postcode: String,
    /// Lower layer super output area (2011).
    pub lsoa: Option<String>,
    /// Ward, by GSS code.
    pub ward: Option<String>,
    /// Local authority district, by GSS code.
    pub district: Option<String>,
    /// Region of England, by GSS code.
    pub region: Option<String>,
    /// Country, by GSS code.
    pub country: Option<String>,
    /// No longer in use.
    pub closed: bool,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
