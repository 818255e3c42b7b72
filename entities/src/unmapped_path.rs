//! A place in releases that the model does not hold, so that nothing is dropped unseen.

use sea_orm::entity::prelude::*;

/// A place in releases that the model does not hold, so that nothing is dropped unseen.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unmapped_path")]
pub struct Model {
    /// JSON path without array positions: `tender.participationFees.type`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub path: String,
    /// Releases in which it occurs.
    pub releases: i64,
    /// Values found there.
    pub values_seen: i64,
    /// The start of one value.
    pub example: String,
    /// A process in which it occurs.
    pub ocid: String,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
