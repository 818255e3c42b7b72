//! The rules by which a payment belongs to a contract, one file each, with their weights.

mod choose;
pub(crate) mod period;
pub(crate) mod reference;
pub(crate) mod text;

use super::Method;

/// A contract, by its place in the index, that a rule found for a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) place: usize,
    pub(crate) method: Method,
    /// In percent.
    pub(crate) confidence: i16,
}

/// What a payment's own reference tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// One contract.
    One(Found),
    /// Contracts of which none fits, or several do.
    Unclear,
    /// No contract that is known here; `unknown` when it is a reference all the same.
    Nothing { unknown: bool },
}

/// A payment outside the period of the contract that it names is that much less sure.
const OUTSIDE: i16 = -10;
