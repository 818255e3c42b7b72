//! One contract out of several that a payment names.

use crate::link::{
    contract::{Contract, Term},
    index::Index,
    read::Payment,
};

/// What a contract and a payment say of the supplier, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Supplier {
    Same,
    /// Withheld on one side.
    Unknown,
    /// Another one, or the same firm under another name.
    Other,
}

/// The contract that a payment names, if it is one.
pub(super) struct Chosen {
    pub(super) place: usize,
    pub(super) supplier: Supplier,
    pub(super) is_outside: bool,
}

/// Chooses by supplier first; a call-off before its framework; then by the period that the payment lies in. None
/// when that leaves several.
pub(super) fn choose(index: &Index, named: &[usize], payment: &Payment) -> Option<Chosen> {
    let supplier_of = |place: usize| supplier(index.get(place), payment.supplier_id);
    let supplier = named.iter().map(|place| supplier_of(*place)).min()?;
    let mut places: Vec<usize> =
        named.iter().copied().filter(|place| supplier_of(*place) == supplier).collect();
    keep_if_any(&mut places, |place| !index.get(place).is_framework);
    let term = |place: usize| index.get(place).term(payment.paid_on);
    keep_if_any(&mut places, |place| term(place) == Term::Within);
    keep_if_any(&mut places, |place| term(place) != Term::Outside);
    match places[..] {
        [place] => Some(Chosen { place, supplier, is_outside: term(place) == Term::Outside }),
        _ => None,
    }
}

/// Keeps the places for which something holds, unless it holds for none.
pub(super) fn keep_if_any(places: &mut Vec<usize>, holds: impl Fn(usize) -> bool) {
    if places.iter().any(|place| holds(*place)) {
        places.retain(|place| holds(*place));
    }
}

fn supplier(contract: &Contract, supplier_id: Option<i64>) -> Supplier {
    match supplier_id {
        Some(supplier_id) if contract.suppliers.contains(&supplier_id) => Supplier::Same,
        Some(_) if !contract.suppliers.is_empty() => Supplier::Other,
        _ => Supplier::Unknown,
    }
}
