//! A code of a classification.

use sea_orm::entity::prelude::*;

/// A code of a classification.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "category")]
pub struct Model {
    /// The edition it stands in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition_id: i32,
    /// `CPV`, `PROCLASS`, `SIC` or `SERCOP`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scheme: String,
    /// The code, without check digit.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// What it means.
    pub title: String,
    /// The code above it.
    pub parent: Option<String>,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
