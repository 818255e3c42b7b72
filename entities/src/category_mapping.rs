//! A step of the crosswalk from a code or label to a CPV division.

use sea_orm::entity::prelude::*;

/// A step of the crosswalk from a code or label to a CPV division.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "category_mapping")]
pub struct Model {
    /// The edition it stands in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition_id: i32,
    /// `CPV`, `PROCLASS`, `SIC`, `SERCOP`, `LEDGER` or `OWN`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scheme: String,
    /// The org-id whose own labels these are; empty for everyone.
    #[sea_orm(primary_key, auto_increment = false)]
    pub publisher: String,
    /// Code, or label in the form of keys: upper case, single spaces.
    #[sea_orm(primary_key, auto_increment = false)]
    pub label: String,
    /// CPV division, two digits.
    pub division: String,
    /// In percent.
    pub confidence: i16,
    /// Why, in a few words.
    pub basis: String,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
