//! Releases as received: of a process by date, of a document in its order.

use anchorhub_entities::{contracting_process, document, release_head};
use anchorhub_store::Engine;
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, Order, Value};

use super::{Listing, Sort, Under};
use crate::graphql::cursor::{Key, KeyKind, Position};

/// The releases of a contracting process, the earliest first.
pub(crate) struct ProcessReleaseList {
    /// Only those published at this instant or before, and those without a date.
    pub(crate) until: Option<DateTime<Utc>>,
}

impl Listing for ProcessReleaseList {
    type Entity = release_head::Entity;

    fn description(&self) -> String {
        format!("releases of a process {:?}", self.until)
    }

    fn condition(&self, _: Engine) -> Condition {
        published_until(release_head::Column::DatedAt, self.until)
    }

    fn sort(&self) -> Sort<release_head::Entity> {
        use release_head::Column::{DatedAt, Id};
        Sort {
            columns: vec![(DatedAt, KeyKind::InstantOrStart), (Id, KeyKind::Number)],
            direction: Order::Asc,
        }
    }

    fn position(&self, row: &release_head::Model) -> Position {
        vec![Key::instant_or_start(row.dated_at), Key::Number(row.id)]
    }
}

impl Under<contracting_process::Model> for ProcessReleaseList {
    fn under(&self, parent: &contracting_process::Model) -> Vec<(release_head::Column, Value)> {
        vec![(release_head::Column::Ocid, parent.ocid.clone().into())]
    }
}

/// That an instant was not after another; where none is known, it was not.
pub(super) fn published_until(column: impl ColumnTrait, until: Option<DateTime<Utc>>) -> Condition {
    let early = until.map(|until| Condition::any().add(column.is_null()).add(column.lte(until)));
    Condition::all().add_option(early)
}

/// The releases that a document brought first.
pub(crate) struct DocumentReleaseList;

impl Listing for DocumentReleaseList {
    type Entity = release_head::Entity;

    fn description(&self) -> String {
        "releases of a document".to_owned()
    }

    fn condition(&self, _: Engine) -> Condition {
        Condition::all()
    }

    fn sort(&self) -> Sort<release_head::Entity> {
        Sort { columns: vec![(release_head::Column::Id, KeyKind::Number)], direction: Order::Asc }
    }

    fn position(&self, row: &release_head::Model) -> Position {
        vec![Key::Number(row.id)]
    }
}

impl Under<document::Model> for DocumentReleaseList {
    fn under(&self, parent: &document::Model) -> Vec<(release_head::Column, Value)> {
        vec![(release_head::Column::DocumentId, parent.id.into())]
    }
}
