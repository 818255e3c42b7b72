//! A named group of institutions, such as the anchors of one combined authority.

use sea_orm::entity::prelude::*;

/// A named group of institutions, such as the anchors of one combined authority.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "institution_group")]
pub struct Model {
    /// Key inside this hub.
    #[sea_orm(primary_key)]
    pub id: i32,
    /// Short stable code of the group.
    #[sea_orm(unique)]
    pub code: String,
    /// Name of the group.
    pub name: String,
    /// GSS code of the area that the group stands for.
    pub area: Option<String>,
}

/// This table refers to no other.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
