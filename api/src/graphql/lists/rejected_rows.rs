//! The rejected rows of a document, in the order of the file.

use anchorhub_entities::{RejectCode, document, rejected_row};
use anchorhub_store::{Database, Engine};
use sea_orm::{ColumnTrait, Condition, Order, Value};

use super::{Listing, Sort, Under};
use crate::graphql::{
    cursor::{Key, KeyKind, Position},
    error::ApiError,
    filters::RejectedRowFilter,
};

/// Rejected rows that a filter allows.
pub(crate) struct RejectedRowList {
    pub(crate) filter: RejectedRowFilter,
}

impl RejectedRowList {
    /// The list that a query's filter makes.
    pub(crate) async fn resolve(_: &Database, filter: RejectedRowFilter) -> Result<Self, ApiError> {
        Ok(Self { filter: filter.check()? })
    }
}

impl Listing for RejectedRowList {
    type Entity = rejected_row::Entity;

    fn description(&self) -> String {
        format!("rejected rows {:?}", self.filter)
    }

    fn condition(&self, _: Engine) -> Condition {
        Condition::all().add_option(self.filter.codes.as_ref().map(|codes| {
            rejected_row::Column::Code.is_in(codes.iter().map(|code| RejectCode::from(*code).code()))
        }))
    }

    fn sort(&self) -> Sort<rejected_row::Entity> {
        Sort { columns: vec![(rejected_row::Column::Seq, KeyKind::Number)], direction: Order::Asc }
    }

    fn position(&self, row: &rejected_row::Model) -> Position {
        vec![Key::Number(row.seq.into())]
    }
}

impl Under<document::Model> for RejectedRowList {
    fn under(&self, parent: &document::Model) -> Vec<(rejected_row::Column, Value)> {
        vec![
            (rejected_row::Column::InstitutionId, parent.institution_id.into()),
            (rejected_row::Column::DocumentId, parent.id.into()),
        ]
    }
}
