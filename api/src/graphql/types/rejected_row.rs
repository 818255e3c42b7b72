//! Rows that were not taken.

use anchorhub_entities::{self as entities, rejected_row::Model};
use async_graphql::Object;

use crate::graphql::{enums::RejectCode, error::ApiError, family::Row};

/// A row of a document that was not taken as a payment, with the reason.
pub(crate) struct RejectedRow(pub(crate) Row<Model>);

/// A row of a document that was not taken as a payment, with the reason.
#[Object]
impl RejectedRow {
    /// Row in the file or sheet, from 1, as a spreadsheet shows it.
    async fn row(&self) -> i32 {
        self.0.row_no
    }

    /// Name of the sheet, in workbooks.
    async fn sheet(&self) -> Option<&str> {
        self.0.sheet.as_deref()
    }

    /// Why it was not taken.
    async fn code(&self) -> Result<RejectCode, ApiError> {
        let code = entities::RejectCode::from_code(&self.0.code);
        code.map(RejectCode::from).ok_or_else(|| ApiError::internal("a rejected row has an unknown code"))
    }

    /// The column that was wrong, by its published heading; null where the whole row is.
    async fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// What to do about it.
    async fn hint(&self) -> &str {
        &self.0.hint
    }

    /// The row as published, as one line of CSV, cut at 4,000 characters.
    async fn raw(&self) -> &str {
        &self.0.raw
    }
}
