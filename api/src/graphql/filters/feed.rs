//! Which feeds.

use anchorhub_store::Database;
use async_graphql::InputObject;

use super::{institution_keys, short};
use crate::graphql::{enums::FeedKind, error::ApiError, lists::FeedList};

/// Which feeds. Parts that are left out allow everything; parts that are given must all hold.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct FeedFilter {
    /// Of one of these institutions, by org-id such as `GB-LAE-WLV`.
    institutions: Option<Vec<String>>,
    /// Of one of these kinds.
    kinds: Option<Vec<FeedKind>>,
    /// Only feeds whose pulls are paused, or only those whose are not.
    paused: Option<bool>,
}

impl FeedFilter {
    /// The list that the filter makes.
    pub(crate) async fn list(self, database: &Database) -> Result<FeedList, ApiError> {
        Ok(FeedList {
            institutions: institution_keys(database, self.institutions).await?,
            kinds: short(self.kinds)?,
            paused: self.paused,
        })
    }
}
