//! One OCDS release without its text, for lists.

use sea_orm::entity::prelude::*;

/// One OCDS release without its text, for lists.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "release")]
pub struct Model {
    /// Key inside this hub.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The document that brought it first.
    pub document_id: i64,
    /// Open Contracting ID.
    pub ocid: String,
    /// Its own id, unique within the process at best.
    pub release_id: Option<String>,
    /// The instant of its `date`; none when there is none that can be read.
    pub dated_at: Option<DateTimeUtc>,
    /// Its position in the document, from 0.
    pub place: i64,
    /// Its position among releases of the same process and date in the document, from 0.
    pub tie: i32,
    /// SHA-256 of its content, spelled alike whatever the spacing, 64 hex digits.
    pub sha256: String,
    /// OCDS release tags, separated by commas.
    pub tags: String,
    /// UK notice type, `UK1` to `UK17` (Procurement Regulations 2024), where a document of the release states one.
    pub notice_type: Option<String>,
    /// What is odd about it: a JSON array of `{code, path}`.
    #[sea_orm(column_type = "Text")]
    pub warnings: String,
    /// The corrected release with the same id and date that stands in its place.
    pub superseded_by: Option<i64>,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
