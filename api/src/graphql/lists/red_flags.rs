//! Red flags of all processes.

use anchorhub_entities::red_flag;
use anchorhub_store::{Database, Engine};
use sea_orm::{Condition, Order};

use super::{Listing, Sort};
use crate::graphql::{
    cursor::{Key, KeyKind, Position},
    error::ApiError,
    filters::{RedFlagCondition, RedFlagFilter},
};

/// Red flags that a filter allows, those of the processes that came last to the hub first.
pub(crate) struct RedFlagList {
    filter: RedFlagCondition,
    description: String,
}

impl RedFlagList {
    /// The list that a query's filter makes.
    pub(crate) async fn resolve(database: &Database, filter: RedFlagFilter) -> Result<Self, ApiError> {
        let description = format!("red flags {filter:?}");
        Ok(Self { filter: filter.resolve(database).await?, description })
    }
}

impl Listing for RedFlagList {
    type Entity = red_flag::Entity;

    fn description(&self) -> String {
        self.description.clone()
    }

    fn condition(&self, _: Engine) -> Condition {
        self.filter.condition()
    }

    fn sort(&self) -> Sort<red_flag::Entity> {
        use red_flag::Column::{Code, ProcessId, Seq};
        Sort {
            columns: vec![(ProcessId, KeyKind::Number), (Code, KeyKind::Text), (Seq, KeyKind::Number)],
            direction: Order::Desc,
        }
    }

    fn position(&self, row: &red_flag::Model) -> Position {
        vec![Key::Number(row.process_id), Key::Text(row.code.clone()), Key::Number(i64::from(row.seq))]
    }
}
