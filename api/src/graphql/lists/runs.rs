//! Ingest runs, the latest first.

use anchorhub_entities::{feed, ingest_run};
use anchorhub_store::Engine;
use sea_orm::{ColumnTrait, Condition, Order, Value};

use super::{Listing, Sort, Under};
use crate::graphql::{
    cursor::{Key, KeyKind, Position},
    enums::RunState,
};

/// Runs that a filter allows.
#[derive(Debug, Default)]
pub(crate) struct RunList {
    /// For one of these institutions.
    pub(crate) institutions: Option<Vec<i32>>,
    /// Of one of these feeds.
    pub(crate) feeds: Option<Vec<i32>>,
    /// In one of these states.
    pub(crate) states: Option<Vec<RunState>>,
}

impl Listing for RunList {
    type Entity = ingest_run::Entity;

    fn description(&self) -> String {
        format!("runs {self:?}")
    }

    fn condition(&self, _: Engine) -> Condition {
        use ingest_run::Column::{FeedId, InstitutionId, State};
        Condition::all()
            .add_option(self.institutions.as_ref().map(|ids| InstitutionId.is_in(ids.iter().copied())))
            .add_option(self.feeds.as_ref().map(|ids| FeedId.is_in(ids.iter().copied())))
            .add_option(
                self.states
                    .as_ref()
                    .map(|states| State.is_in(states.iter().map(|state| ingest_run::RunState::from(*state)))),
            )
    }

    fn sort(&self) -> Sort<ingest_run::Entity> {
        Sort { columns: vec![(ingest_run::Column::Id, KeyKind::Number)], direction: Order::Desc }
    }

    fn position(&self, row: &ingest_run::Model) -> Position {
        vec![Key::Number(row.id)]
    }
}

impl Under<feed::Model> for RunList {
    fn under(&self, parent: &feed::Model) -> Vec<(ingest_run::Column, Value)> {
        vec![(ingest_run::Column::FeedId, parent.id.into())]
    }
}
