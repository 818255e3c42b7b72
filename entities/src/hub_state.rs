//! Counters of the hub as a whole.

use sea_orm::entity::prelude::*;

/// Counters of the hub as a whole.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hub_state")]
pub struct Model {
    /// Name of the counter.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Its value. `data_version` increases with every committed change of facts.
    pub value: i64,
}

/// This table refers to no other.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
