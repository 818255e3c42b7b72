//! Notices, of all processes or of one.

use anchorhub_entities::{contracting_process, notice};
use anchorhub_store::{Database, Engine};
use async_graphql::Enum;
use chrono::{DateTime, Utc};
use sea_orm::{Condition, Order, Value};

use super::{Listing, Sort, Under, releases::published_until};
use crate::graphql::{
    cursor::{Key, KeyKind, Position},
    error::ApiError,
    filters::{NoticeCondition, NoticeFilter},
};

/// In which order notices come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub(crate) enum NoticeOrder {
    /// Latest published first; those without a date last.
    #[default]
    PublishedDesc,
    /// Earliest published first; those without a date before all.
    PublishedAsc,
}

/// Notices that a filter allows.
pub(crate) struct NoticeList {
    filter: NoticeCondition,
    order: NoticeOrder,
    description: String,
}

impl NoticeList {
    /// The list that a query's filter and order make.
    pub(crate) async fn resolve(
        database: &Database,
        filter: NoticeFilter,
        order: NoticeOrder,
    ) -> Result<Self, ApiError> {
        let description = format!("notices {filter:?} {order:?}");
        Ok(Self { filter: filter.resolve(database).await?, order, description })
    }
}

impl Listing for NoticeList {
    type Entity = notice::Entity;

    fn description(&self) -> String {
        self.description.clone()
    }

    fn condition(&self, engine: Engine) -> Condition {
        self.filter.condition(engine)
    }

    fn sort(&self) -> Sort<notice::Entity> {
        by_publication(match self.order {
            NoticeOrder::PublishedDesc => Order::Desc,
            NoticeOrder::PublishedAsc => Order::Asc,
        })
    }

    fn position(&self, row: &notice::Model) -> Position {
        position(row)
    }
}

fn by_publication(direction: Order) -> Sort<notice::Entity> {
    use notice::Column::{PublishedAt, ReleaseId};
    Sort { columns: vec![(PublishedAt, KeyKind::InstantOrStart), (ReleaseId, KeyKind::Number)], direction }
}

fn position(row: &notice::Model) -> Position {
    vec![Key::instant_or_start(row.published_at), Key::Number(row.release_id)]
}

/// The notices of a contracting process, the earliest first.
pub(crate) struct ProcessNoticeList {
    /// Only those published at this instant or before, and those without a date.
    pub(crate) until: Option<DateTime<Utc>>,
}

impl Listing for ProcessNoticeList {
    type Entity = notice::Entity;

    fn description(&self) -> String {
        format!("notices of a process {:?}", self.until)
    }

    fn condition(&self, _: Engine) -> Condition {
        published_until(notice::Column::PublishedAt, self.until)
    }

    fn sort(&self) -> Sort<notice::Entity> {
        by_publication(Order::Asc)
    }

    fn position(&self, row: &notice::Model) -> Position {
        position(row)
    }
}

impl Under<contracting_process::Model> for ProcessNoticeList {
    fn under(&self, parent: &contracting_process::Model) -> Vec<(notice::Column, Value)> {
        vec![(notice::Column::ProcessId, parent.id.into())]
    }
}
