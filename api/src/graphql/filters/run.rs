//! Which ingest runs.

use anchorhub_store::Database;
use async_graphql::{ID, InputObject};

use super::{institution_keys, short};
use crate::graphql::{enums::RunState, error::ApiError, lists::RunList, node_id};

/// Which ingest runs. Parts that are left out allow everything; parts that are given must all hold.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct RunFilter {
    /// For one of these institutions, by org-id such as `GB-LAE-WLV`.
    institutions: Option<Vec<String>>,
    /// Of one of these feeds, by `id`.
    feeds: Option<Vec<ID>>,
    /// In one of these states.
    states: Option<Vec<RunState>>,
}

impl RunFilter {
    /// The list that the filter makes.
    pub(crate) async fn list(self, database: &Database) -> Result<RunList, ApiError> {
        Ok(RunList {
            institutions: institution_keys(database, self.institutions).await?,
            feeds: short(self.feeds)?.map(|ids| node_id::feed_keys(&ids)).transpose()?,
            states: short(self.states)?,
        })
    }
}
