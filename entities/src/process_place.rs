//! Where a contracting process delivers.

use sea_orm::entity::prelude::*;

/// Where a contracting process delivers.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "process_place")]
pub struct Model {
    /// The contracting process, by its key in this hub.
    #[sea_orm(primary_key, auto_increment = false)]
    pub process_id: i64,
    /// `ITL` (formerly NUTS), `POSTCODE` or `COUNTRY`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scheme: String,
    /// Code in the scheme.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
