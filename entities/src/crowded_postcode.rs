//! A postcode at which very many companies have their registered office.

use sea_orm::entity::prelude::*;

/// A postcode at which very many companies have their registered office.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "crowded_postcode")]
pub struct Model {
    /// The edition of Companies House that was counted.
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition_id: i32,
    /// In upper case, without spaces; `*` in the row that says that the edition was counted.
    #[sea_orm(primary_key, auto_increment = false)]
    pub postcode: String,
    /// Number of companies registered there.
    pub companies: i64,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
