//! A company, charity, NHS organisation or provider as its register states it.

use sea_orm::entity::prelude::*;

/// A company, charity, NHS organisation or provider as its register states it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    /// The edition it stands in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition_id: i32,
    /// Its number in the register.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: String,
    /// Org-id scheme of the number (`GB-COH`, `GB-CHC`, …).
    pub scheme: String,
    /// Its present name.
    pub name: String,
    /// Status as the register words it.
    pub status: Option<String>,
    /// Whether it is still on the register.
    pub active: bool,
    /// Company category, type of charity, or role.
    pub category: Option<String>,
    /// SIC 2007 codes, separated by commas, the main one first.
    pub sic: Option<String>,
    /// Category of accounts (Companies House).
    pub accounts: Option<String>,
    /// Yearly income in whole pounds, where the register states it.
    pub income: Option<i64>,
    /// Postcode of the registered office or headquarters, in upper case without spaces.
    pub postcode: Option<String>,
    /// Its first lines.
    pub address: Option<String>,
    /// Scheme of another identifier of the same body that the register states.
    pub other_scheme: Option<String>,
    /// That identifier.
    pub other_number: Option<String>,
    /// Day of incorporation, registration or opening.
    pub opened_on: Option<Date>,
    /// Day of dissolution, removal or closing.
    pub closed_on: Option<Date>,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
