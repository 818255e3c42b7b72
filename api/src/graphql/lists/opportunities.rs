//! Opportunities, the next due first.

use anchorhub_entities::opportunity;
use anchorhub_store::{Database, Engine};
use async_graphql::Enum;
use sea_orm::{Condition, Order};

use super::{Listing, Sort};
use crate::graphql::{
    cursor::{Key, KeyKind, Position},
    error::ApiError,
    filters::{OpportunityCondition, OpportunityFilter},
};

/// In which order opportunities come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub(crate) enum OpportunityOrder {
    /// The next due first; those without a date last.
    #[default]
    DueAsc,
    /// The last due first; those without a date before all.
    DueDesc,
}

/// Opportunities that a filter allows.
pub(crate) struct OpportunityList {
    filter: OpportunityCondition,
    order: OpportunityOrder,
    description: String,
}

impl OpportunityList {
    /// The list that a query's filter and order make.
    pub(crate) async fn resolve(
        database: &Database,
        filter: OpportunityFilter,
        order: OpportunityOrder,
    ) -> Result<Self, ApiError> {
        let description = format!("opportunities {filter:?} {order:?}");
        Ok(Self { filter: filter.resolve(database).await?, order, description })
    }
}

impl Listing for OpportunityList {
    type Entity = opportunity::Entity;

    fn description(&self) -> String {
        self.description.clone()
    }

    fn condition(&self, engine: Engine) -> Condition {
        self.filter.condition(engine)
    }

    fn sort(&self) -> Sort<opportunity::Entity> {
        use opportunity::Column::{DueOn, Kind, SourceId};
        Sort {
            columns: vec![(DueOn, KeyKind::DateOrEnd), (Kind, KeyKind::Text), (SourceId, KeyKind::Number)],
            direction: match self.order {
                OpportunityOrder::DueAsc => Order::Asc,
                OpportunityOrder::DueDesc => Order::Desc,
            },
        }
    }

    fn position(&self, row: &opportunity::Model) -> Position {
        vec![Key::date_or_end(row.due_on), Key::Text(row.kind.clone()), Key::Number(row.source_id)]
    }
}
