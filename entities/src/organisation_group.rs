//! A body that belongs to a group, where somebody states it.

use sea_orm::entity::prelude::*;

/// A body that belongs to a group, where somebody states it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_group")]
pub struct Model {
    /// The edition it stands in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition_id: i32,
    /// Scheme of the member.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scheme: String,
    /// Number of the member.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: String,
    /// Scheme of the head of the group.
    pub parent_scheme: String,
    /// Number of the head of the group.
    pub parent_number: String,
    /// Name of the head of the group.
    pub parent_name: Option<String>,
    /// Who states it.
    pub source: String,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
