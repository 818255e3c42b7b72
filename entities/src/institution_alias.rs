//! Another name or identifier under which sources know an institution.

use sea_orm::entity::prelude::*;

/// Another name or identifier under which sources know an institution.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "institution_alias")]
pub struct Model {
    /// `NAME` (the value is a name key) or `IDENTIFIER` (scheme, hyphen, identifier).
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// The name key or identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub value: String,
    /// The institution, by its key in this hub.
    pub institution_id: i32,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
