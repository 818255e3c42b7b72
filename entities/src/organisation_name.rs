//! A present or former name of an organisation.

use sea_orm::entity::prelude::*;

/// A present or former name of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_name")]
pub struct Model {
    /// The edition it stands in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition_id: i32,
    /// Name key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// The organisation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: String,
    /// 0 for the present name, 1 and up for former ones, the latest first.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i16,
    /// The name as the register states it.
    pub name: String,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
