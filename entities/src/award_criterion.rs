//! A criterion by which tenders are judged.

use sea_orm::entity::prelude::*;

/// A criterion by which tenders are judged.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "award_criterion")]
pub struct Model {
    /// The contracting process, by its key in this hub.
    #[sea_orm(primary_key, auto_increment = false)]
    pub process_id: i64,
    /// Position, from 0, in the order of the source.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i32,
    /// The lot it applies to; none for the whole tender.
    pub lot_key: Option<String>,
    /// `price`, `cost`, `quality` or as published.
    pub kind: Option<String>,
    /// Name as published.
    pub name: Option<String>,
    /// Description as published.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// Weight in hundredths of `weight_basis`.
    pub weight_hundredths: Option<i64>,
    /// `PERCENT`, `POINTS`, `ORDER` or as published.
    pub weight_basis: Option<String>,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
