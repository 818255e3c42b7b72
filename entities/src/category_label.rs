//! A category as an institution publishes it, and the CPV division that it stands for.

use sea_orm::entity::prelude::*;

/// A category as an institution publishes it, and the CPV division that it stands for.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "category_label")]
pub struct Model {
    /// Who publishes it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub institution_id: i32,
    /// Scheme that is published with it (`PROCLASS`, `OWN`); empty for labels of payments.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scheme: String,
    /// Exactly as published.
    #[sea_orm(primary_key, auto_increment = false)]
    pub label: String,
    /// CPV division, two digits; none where neither a code in it nor the crosswalk gives one.
    pub division: Option<String>,
    /// How sure, in percent.
    pub confidence: Option<i16>,
    /// Why: the scheme and words of the crosswalk, or the code found in it.
    pub basis: Option<String>,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
