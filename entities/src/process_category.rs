//! What a contracting process buys.

use sea_orm::entity::prelude::*;

/// What a contracting process buys.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "process_category")]
pub struct Model {
    /// The contracting process, by its key in this hub.
    #[sea_orm(primary_key, auto_increment = false)]
    pub process_id: i64,
    /// Scheme of the identifier or code, such as `GB-COH`, `GB-PPON`, `CPV`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scheme: String,
    /// Code in the scheme.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// Whether it is the main classification.
    pub main: bool,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
