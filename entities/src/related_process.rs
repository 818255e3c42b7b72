//! Another process that a process refers to.

use sea_orm::entity::prelude::*;

/// Another process that a process refers to.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "related_process")]
pub struct Model {
    /// The contracting process, by its key in this hub.
    #[sea_orm(primary_key, auto_increment = false)]
    pub process_id: i64,
    /// Position, from 0, in the order of the source.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i32,
    /// OCDS relationships (`framework`, `prior`, `parent`, …), separated by commas.
    pub relationship: String,
    /// Scheme of the identifier or code, such as `GB-COH`, `GB-PPON`, `CPV`.
    pub scheme: Option<String>,
    /// Identifier of the other process as published.
    pub identifier: Option<String>,
    /// Its ocid, where one is stated or found.
    pub related_ocid: Option<String>,
    /// Title as published.
    pub title: Option<String>,
    /// Address of the other process.
    pub uri: Option<String>,
    /// How the other process was found: `STATED` or `IDENTIFIER`.
    pub method: String,
    /// Confidence in percent.
    pub confidence: i16,
}

/// Tables that this one refers to: none is joined through sea-orm.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
