//! A bid that its publisher tells of.

use sea_orm::entity::prelude::*;

/// A bid that its publisher tells of.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "process_bid")]
pub struct Model {
    /// The contracting process, by its key in this hub.
    #[sea_orm(primary_key, auto_increment = false)]
    pub process_id: i64,
    /// Position, from 0, in the order of the source.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i32,
    /// Status as published: `invited`, `pending`, `valid`, `disqualified` or `withdrawn`.
    pub status: Option<String>,
    /// Who made it, by its main identifier, else its plain name; none where several did, or nobody is named.
    pub tenderer: Option<String>,
    /// Its name as published.
    pub tenderer_name: Option<String>,
    /// Whether it is a supplier of an active award.
    pub won: bool,
    /// Whether bids and awards of the process are of one organisation each, and one award alone stands.
    pub comparable: bool,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
