//! How many bids of a kind were received.

use sea_orm::entity::prelude::*;

/// How many bids of a kind were received.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bid_statistic")]
pub struct Model {
    /// The contracting process, by its key in this hub.
    #[sea_orm(primary_key, auto_increment = false)]
    pub process_id: i64,
    /// Position, from 0, in the order of the source.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i32,
    /// The lot; none for the whole tender.
    pub lot_key: Option<String>,
    /// OCDS measure, such as `bids`, `smeBids`, `vcseBids`.
    pub measure: String,
    /// The number; none when the source contradicts itself.
    pub value: Option<i64>,
    /// `VALID`, or `CONFLICT` when the same statistic is stated with different values.
    pub state: String,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
