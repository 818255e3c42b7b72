//! How much of what is paid is known to be paid under a contract.

use async_graphql::SimpleObject;

use super::Money;
use crate::graphql::enums::LinkMethod;

/// How much of what is paid is taken to be paid under a contract that the hub holds: numerator, denominator and
/// share, by number and by net sum. What is not linked may still have a contract; the hub does not guess.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct LinkedShare {
    /// Number of payments that are linked to a contract.
    pub(crate) linked_payments: i64,
    /// Number of all payments that count.
    pub(crate) payments: i64,
    /// Signed sum of the linked payments, VAT as published.
    pub(crate) linked_net: Money,
    /// Signed sum of all payments that count, VAT as published.
    pub(crate) net: Money,
    /// Share of the number of payments, from 0 to 1; null where there are none.
    pub(crate) of_payments: Option<f64>,
    /// Share of the net sum; credits can take it below 0 or above 1. Null where the sum is nothing.
    pub(crate) of_net: Option<f64>,
    /// The linked payments by how the link was found, the surest method first.
    pub(crate) by_method: Vec<LinkedByMethod>,
}

/// The payments whose link was found in one way.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct LinkedByMethod {
    /// How it was found.
    pub(crate) method: LinkMethod,
    /// Number of payments.
    pub(crate) payments: i64,
    /// Signed sum of these payments, VAT as published.
    pub(crate) net: Money,
}
