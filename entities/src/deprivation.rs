//! The Index of Multiple Deprivation of a small area (England).

use sea_orm::entity::prelude::*;

/// The Index of Multiple Deprivation of a small area (England).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deprivation")]
pub struct Model {
    /// The edition it stands in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition_id: i32,
    /// Lower layer super output area (2011).
    #[sea_orm(primary_key, auto_increment = false)]
    pub lsoa: String,
    /// 1 is the most deprived tenth of England, 10 the least.
    pub decile: i16,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
