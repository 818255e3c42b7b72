//! A part of what a metric is about, with the way down to its payments.

use std::sync::Arc;

use anchorhub_analysis as analysis;
use async_graphql::{Object, SimpleObject};
use serde_json::Value as Json;

use crate::graphql::{
    filters::{Asked, Narrowing},
    types::Money,
};

/// The keys of a group, with their dimensions.
pub(super) type Keys = Arc<Vec<(analysis::SpendDimension, analysis::GroupKey)>>;

/// A part of what a metric is about: money, payments and suppliers.
pub(crate) struct SpendPart {
    part: analysis::Part,
    asked: Asked,
    keys: Keys,
    narrowing: Narrowing,
}

impl SpendPart {
    /// A part of everything that is asked about.
    pub(super) fn new(part: analysis::Part, asked: &Asked, narrowing: Narrowing) -> Self {
        Self::of_group(part, asked, &Keys::default(), narrowing)
    }

    /// A part of a group.
    pub(super) fn of_group(part: analysis::Part, asked: &Asked, keys: &Keys, narrowing: Narrowing) -> Self {
        Self { part, asked: asked.clone(), keys: Arc::clone(keys), narrowing }
    }
}

/// A part of what a metric is about: money, payments and suppliers.
#[Object]
impl SpendPart {
    /// Signed sum of its payments.
    async fn net(&self) -> Money {
        Money::gbp(self.part.sum.net_pence)
    }

    /// Number of its payments.
    async fn payments(&self) -> i64 {
        self.part.sum.payments
    }

    /// Number of different suppliers in it; payments without a supplier add none.
    async fn suppliers(&self) -> i64 {
        self.part.suppliers
    }

    /// The filter for exactly its payments: pass it on as a variable of the type `PaymentFilter`.
    async fn filter(&self) -> Json {
        self.asked.of_part(&self.keys, &self.narrowing)
    }
}

/// Signed sum and number of some payments.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SpendSum {
    /// Signed sum of the payments.
    net: Money,
    /// Number of payments.
    payments: i64,
}

impl From<analysis::Sum> for SpendSum {
    fn from(sum: analysis::Sum) -> Self {
        Self { net: Money::gbp(sum.net_pence), payments: sum.payments }
    }
}
