//! An institution that is a buyer under a contract.

use sea_orm::entity::prelude::*;

/// An institution that is a buyer under a contract.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_buyer")]
pub struct Model {
    /// The contract.
    #[sea_orm(primary_key, auto_increment = false)]
    pub contract_id: i64,
    /// The institution, by its key in this hub.
    #[sea_orm(primary_key, auto_increment = false)]
    pub institution_id: i32,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
