//! An institution whose links between payments and contracts have to be made anew.

use sea_orm::entity::prelude::*;

/// An institution whose links between payments and contracts have to be made anew.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "link_pending")]
pub struct Model {
    /// The institution, by its key in this hub.
    #[sea_orm(primary_key, auto_increment = false)]
    pub institution_id: i32,
    /// Since when.
    pub since: DateTimeUtc,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
