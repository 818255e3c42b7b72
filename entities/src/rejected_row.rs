//! A row of a document that was not taken, with the reason.

use sea_orm::entity::prelude::*;

/// A row of a document that was not taken, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rejected_row")]
pub struct Model {
    /// Whose data it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub institution_id: i32,
    /// The document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub document_id: i64,
    /// Position among all rows after the headers of the document, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i32,
    /// Sheet name, in workbooks.
    pub sheet: Option<String>,
    /// Row in the file or sheet, from 1, as a spreadsheet shows it.
    pub row_no: i32,
    /// Stable reason code.
    pub code: String,
    /// The column that was wrong, by its published heading.
    pub field: Option<String>,
    /// What to do about it.
    #[sea_orm(column_type = "Text")]
    pub hint: String,
    /// The row as published, as one line of CSV (cut at 4,000 characters).
    #[sea_orm(column_type = "Text")]
    pub raw: String,
}

/// Tables that this one refers to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Document.
    #[sea_orm(
        belongs_to = "super::document::Entity",
        from = "Column::DocumentId",
        to = "super::document::Column::Id"
    )]
    Document,
}

impl Related<super::document::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Document.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
