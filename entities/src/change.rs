//! One step of the ordered, gap-free sequence of what changed.

use sea_orm::entity::prelude::*;

/// One step of the ordered, gap-free sequence of what changed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change")]
pub struct Model {
    /// Position in the sequence, from 1, without gaps.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// Version of the data that it led to.
    pub data_version: i64,
    /// `DOCUMENT`, `CONTRACTING_PROCESS` or `LINKS`.
    pub kind: String,
    /// What changed: SHA-256, ocid or org-id.
    pub key: String,
    /// When it was committed.
    pub at: DateTimeUtc,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
