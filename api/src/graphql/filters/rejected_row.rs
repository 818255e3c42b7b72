//! Which rejected rows.

use async_graphql::InputObject;

use super::short;
use crate::graphql::{enums::RejectCode, error::ApiError};

/// Which rejected rows. Parts that are left out allow everything.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct RejectedRowFilter {
    /// Rejected for one of these reasons.
    pub(crate) codes: Option<Vec<RejectCode>>,
}

impl RejectedRowFilter {
    /// Checks the filter.
    pub(crate) fn check(self) -> Result<Self, ApiError> {
        Ok(Self { codes: short(self.codes)? })
    }
}
