//! Which payment belongs to which contract.

use super::{
    Link, Method,
    index::Index,
    read::Payment,
    rules::{self, Found, Named},
};

/// What is less sure than this, in percent, is not linked.
const ENOUGH: i16 = 50;

/// Payments looked at one after the other; what they come to for each contract is known at the end.
pub(crate) struct Plan<'a> {
    index: &'a Index,
    found: Vec<(super::Key, i64, Found)>,
    /// Pence of the payments found for each contract, by its place.
    paid: Vec<i128>,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(index: &'a Index) -> Self {
        Self { index, found: Vec::new(), paid: vec![0; index.len()] }
    }

    /// Looks at the next payment.
    pub(crate) fn look(&mut self, payment: &Payment) {
        let found = match rules::reference::find(self.index, payment) {
            Named::One(found) => Some(found),
            // It names another contract than any that fits: nothing else can tell which.
            Named::Unclear => None,
            Named::Nothing { unknown } => rules::text::find(self.index, payment)
                .or_else(|| rules::period::find(self.index, payment, unknown)),
        };
        if let Some(found) = found {
            self.paid[found.place] += i128::from(payment.pence);
            self.found.push((payment.key(), payment.pence, found));
        }
    }

    /// All links, in the order in which their payments were looked at, with the pence of each payment.
    pub(crate) fn finish(self) -> Vec<(Link, i64)> {
        let weights: Vec<Option<i16>> = self
            .paid
            .iter()
            .enumerate()
            .map(|(place, paid)| rules::period::value_weight(self.index.get(place), *paid))
            .collect();
        let link = |(payment, pence, found): (super::Key, i64, Found)| {
            let weight = if found.method == Method::SupplierPeriodValue { weights[found.place]? } else { 0 };
            let contract_id = self.index.get(found.place).id;
            let confidence = found.confidence + weight;
            let link = Link { payment, contract_id, method: found.method, confidence };
            (confidence >= ENOUGH).then_some((link, pence))
        };
        self.found.into_iter().filter_map(link).collect()
    }
}
