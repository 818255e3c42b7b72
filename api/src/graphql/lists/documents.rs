//! Documents, the one received last first.

use anchorhub_entities::{document, feed};
use anchorhub_store::{Database, Engine};
use sea_orm::{ColumnTrait, Condition, Order, Value};

use super::{Listing, Sort, Under};
use crate::graphql::{
    cursor::{Key, KeyKind, Position},
    error::ApiError,
    filters::DocumentFilter,
};

/// Documents that a filter allows.
pub(crate) struct DocumentList {
    pub(crate) filter: DocumentFilter,
}

impl DocumentList {
    /// The list that a query's filter makes.
    pub(crate) async fn resolve(_: &Database, filter: DocumentFilter) -> Result<Self, ApiError> {
        Ok(Self { filter: filter.check()? })
    }
}

impl Listing for DocumentList {
    type Entity = document::Entity;

    fn description(&self) -> String {
        format!("documents {:?}", self.filter)
    }

    fn condition(&self, _: Engine) -> Condition {
        Condition::all().add_option(self.filter.statuses.as_ref().map(|statuses| {
            document::Column::Status
                .is_in(statuses.iter().map(|status| document::DocumentStatus::from(*status)))
        }))
    }

    fn sort(&self) -> Sort<document::Entity> {
        Sort { columns: vec![(document::Column::Id, KeyKind::Number)], direction: Order::Desc }
    }

    fn position(&self, row: &document::Model) -> Position {
        vec![Key::Number(row.id)]
    }
}

impl Under<feed::Model> for DocumentList {
    fn under(&self, parent: &feed::Model) -> Vec<(document::Column, Value)> {
        vec![(document::Column::FeedId, parent.id.into())]
    }
}

/// The documents that a document replaced.
impl Under<document::Model> for DocumentList {
    fn under(&self, parent: &document::Model) -> Vec<(document::Column, Value)> {
        // In the same feed, so that its index finds them.
        vec![
            (document::Column::FeedId, parent.feed_id.into()),
            (document::Column::SupersededBy, parent.id.into()),
        ]
    }
}
