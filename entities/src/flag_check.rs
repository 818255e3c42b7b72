//! Which rules of red flags were computed for a contracting process.

use sea_orm::entity::prelude::*;

/// Which rules of red flags were computed for a contracting process.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "flag_check")]
pub struct Model {
    /// The contracting process, by its key in this hub.
    #[sea_orm(primary_key, auto_increment = false)]
    pub process_id: i64,
    /// Rules that were computed, one bit each.
    pub computed: i64,
    /// Rules that cannot be computed, because something is not published.
    pub missing: i64,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
