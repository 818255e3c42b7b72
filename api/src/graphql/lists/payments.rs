//! Payments by date or amount.

use anchorhub_analysis::SpendFilter;
use anchorhub_entities::{document, institution, payment, supplier};
use anchorhub_store::{Database, Engine};
use async_graphql::Enum;
use sea_orm::{Condition, Order, Value};

use super::{Listing, Sort, Under};
use crate::graphql::{
    cursor::{Key, KeyKind, Position},
    error::ApiError,
    filters::PaymentFilter,
};

/// In which order payments come. Payments that are equal in it come in a fixed order of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub(crate) enum PaymentOrder {
    /// Latest payment date first.
    #[default]
    DateDesc,
    /// Earliest payment date first.
    DateAsc,
    /// Largest signed amount first.
    AmountDesc,
    /// Smallest signed amount first, so that the largest credits lead.
    AmountAsc,
}

/// Payments that a filter allows.
pub(crate) struct PaymentList {
    filter: SpendFilter,
    order: PaymentOrder,
    description: String,
}

impl PaymentList {
    /// The list that a query's filter and order make.
    pub(crate) async fn resolve(
        database: &Database,
        (filter, order): (PaymentFilter, PaymentOrder),
    ) -> Result<Self, ApiError> {
        // Of the filter as it was given: what it resolves to may grow with the data, and cursors still hold.
        let description = format!("payments {filter:?} {order:?}");
        Ok(Self { filter: filter.resolve(database).await?, order, description })
    }
}

impl Listing for PaymentList {
    type Entity = payment::Entity;

    fn description(&self) -> String {
        self.description.clone()
    }

    fn condition(&self, engine: Engine) -> Condition {
        self.filter.condition(engine)
    }

    fn sort(&self) -> Sort<payment::Entity> {
        use payment::Column::{DocumentId, InstitutionId, PaidOn, Pence, Seq};
        let lead = match self.order {
            PaymentOrder::DateDesc | PaymentOrder::DateAsc => (PaidOn, KeyKind::Date),
            PaymentOrder::AmountDesc | PaymentOrder::AmountAsc => (Pence, KeyKind::Number),
        };
        let direction = match self.order {
            PaymentOrder::DateDesc | PaymentOrder::AmountDesc => Order::Desc,
            PaymentOrder::DateAsc | PaymentOrder::AmountAsc => Order::Asc,
        };
        let unique = [InstitutionId, DocumentId, Seq].map(|column| (column, KeyKind::Number));
        Sort { columns: std::iter::once(lead).chain(unique).collect(), direction }
    }

    fn position(&self, row: &payment::Model) -> Position {
        let lead = match self.order {
            PaymentOrder::DateDesc | PaymentOrder::DateAsc => Key::Date(row.paid_on),
            PaymentOrder::AmountDesc | PaymentOrder::AmountAsc => Key::Number(row.pence),
        };
        let unique = [i64::from(row.institution_id), row.document_id, i64::from(row.seq)].map(Key::Number);
        std::iter::once(lead).chain(unique).collect()
    }
}

impl Under<institution::Model> for PaymentList {
    fn under(&self, parent: &institution::Model) -> Vec<(payment::Column, Value)> {
        vec![(payment::Column::InstitutionId, parent.id.into())]
    }
}

impl Under<supplier::Model> for PaymentList {
    fn under(&self, parent: &supplier::Model) -> Vec<(payment::Column, Value)> {
        vec![(payment::Column::SupplierId, parent.id.into())]
    }
}

impl Under<document::Model> for PaymentList {
    fn under(&self, parent: &document::Model) -> Vec<(payment::Column, Value)> {
        // The whole beginning of the primary key.
        vec![
            (payment::Column::InstitutionId, parent.institution_id.into()),
            (payment::Column::DocumentId, parent.id.into()),
        ]
    }
}
