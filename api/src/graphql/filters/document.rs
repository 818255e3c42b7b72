//! Which documents.

use async_graphql::InputObject;

use super::short;
use crate::graphql::{enums::DocumentStatus, error::ApiError};

/// Which documents. Parts that are left out allow everything.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct DocumentFilter {
    /// In one of these states.
    pub(crate) statuses: Option<Vec<DocumentStatus>>,
}

impl DocumentFilter {
    /// Checks the filter.
    pub(crate) fn check(self) -> Result<Self, ApiError> {
        Ok(Self { statuses: short(self.statuses)? })
    }
}
