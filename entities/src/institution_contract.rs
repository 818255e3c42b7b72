//! A contract that counts, under an institution that buys under it (a view).

use sea_orm::entity::prelude::*;

/// A contract that counts, under an institution that buys under it (a view).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "institution_contract")]
pub struct Model {
    /// The institution.
    #[sea_orm(primary_key, auto_increment = false)]
    pub institution_id: i32,
    /// The contract.
    #[sea_orm(primary_key, auto_increment = false)]
    pub contract_id: i64,
    /// Its effective last day.
    pub ends_on: Option<Date>,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
