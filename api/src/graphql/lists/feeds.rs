//! Feeds by code.

use anchorhub_entities::{feed, institution};
use anchorhub_store::Engine;
use sea_orm::{ColumnTrait, Condition, Order, Value};

use super::{Listing, Sort, Under};
use crate::graphql::{
    cursor::{Key, KeyKind, Position},
    enums::FeedKind,
};

/// Feeds that a filter allows.
#[derive(Debug, Default)]
pub(crate) struct FeedList {
    /// Of one of these institutions.
    pub(crate) institutions: Option<Vec<i32>>,
    /// Of one of these kinds.
    pub(crate) kinds: Option<Vec<FeedKind>>,
    /// Paused or not.
    pub(crate) paused: Option<bool>,
}

impl Listing for FeedList {
    type Entity = feed::Entity;

    fn description(&self) -> String {
        format!("feeds {self:?}")
    }

    fn condition(&self, _: Engine) -> Condition {
        use feed::Column::{InstitutionId, Kind, Paused};
        Condition::all()
            .add_option(self.institutions.as_ref().map(|ids| InstitutionId.is_in(ids.iter().copied())))
            .add_option(
                self.kinds
                    .as_ref()
                    .map(|kinds| Kind.is_in(kinds.iter().map(|kind| feed::FeedKind::from(*kind)))),
            )
            .add_option(self.paused.map(|paused| Paused.eq(paused)))
    }

    fn sort(&self) -> Sort<feed::Entity> {
        Sort { columns: vec![(feed::Column::Code, KeyKind::Text)], direction: Order::Asc }
    }

    fn position(&self, row: &feed::Model) -> Position {
        vec![Key::Text(row.code.clone())]
    }
}

impl Under<institution::Model> for FeedList {
    fn under(&self, parent: &institution::Model) -> Vec<(feed::Column, Value)> {
        vec![(feed::Column::InstitutionId, parent.id.into())]
    }
}
