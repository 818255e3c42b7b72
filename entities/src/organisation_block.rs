//! A blocking key of an organisation's name: names that share one are compared.

use sea_orm::entity::prelude::*;

/// A blocking key of an organisation's name: names that share one are compared.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_block")]
pub struct Model {
    /// The edition it stands in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition_id: i32,
    /// The blocking key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub block: String,
    /// The organisation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: String,
    /// Which of its names.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i16,
    /// Name key of that name: most candidates are ruled out by it alone.
    pub key: String,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
