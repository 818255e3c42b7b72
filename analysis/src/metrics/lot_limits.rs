//! Limits on lots: how many of a tender's lots one supplier can win or bid for, and whether anybody won more.
//!
//! Source: OCDS `lotDetails.maximumLotsAwardedPerSupplier` and `.maximumLotsBidPerSupplier`. A supplier won a lot when an
//! award that stands names both. A limit on bids cannot be checked: who bid for which lot is not published.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    AnalysisError, Tally,
    processes::{Award, Lot, Process, plus},
};

/// Limits on lots, and breaches of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LotLimits {
    /// Tenders that limit the lots one supplier can win.
    pub awarded_stated: i64,
    /// Of these, tenders that were awarded and whose awards name a lot and a supplier each: those that can be checked.
    pub awarded_checked: i64,
    /// Of these, tenders in which a supplier won more lots than the limit allows.
    pub awarded_breached: i64,
    /// Tenders that limit the lots one supplier can bid for. None of them can be checked.
    pub bid_stated: i64,
}

/// A supplier that won more lots than the tender's limit allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotLimitBreach {
    /// The process.
    pub ocid: String,
    /// The supplier, by its key.
    pub supplier_id: i64,
    /// Most lots that one supplier can win.
    pub limit: i64,
    /// Lots that it won.
    pub lots: i64,
}

impl Tally for LotLimits {
    fn add(&mut self, other: &Self) -> Result<(), AnalysisError> {
        plus(&mut self.awarded_stated, other.awarded_stated)?;
        plus(&mut self.awarded_checked, other.awarded_checked)?;
        plus(&mut self.awarded_breached, other.awarded_breached)?;
        plus(&mut self.bid_stated, other.bid_stated)
    }

    fn weight(&self) -> i64 {
        self.awarded_stated
    }
}

/// What holds for one process.
pub(super) fn check(process: &Process, lots: &[Lot], awards: &[Award]) -> (LotLimits, Vec<LotLimitBreach>) {
    let mut limits =
        LotLimits { bid_stated: i64::from(process.max_lots_bid.is_some()), ..LotLimits::default() };
    let Some(limit) = process.max_lots_awarded.map(i64::from) else { return (limits, Vec::new()) };
    limits.awarded_stated = 1;
    let mut won: BTreeMap<i64, BTreeSet<&str>> = BTreeMap::new();
    let mut complete = !awards.is_empty();
    for award in awards {
        let named: Vec<&str> = match (award.lots.as_slice(), lots) {
            ([], [only]) => vec![&only.lot_key],
            (named, _) => named.iter().map(String::as_str).collect(),
        };
        let known = award.winners.iter().all(|winner| winner.supplier_id.is_some());
        complete = complete && known && !named.is_empty() && !award.winners.is_empty();
        for winner in award.winners.iter().filter_map(|winner| winner.supplier_id) {
            won.entry(winner).or_default().extend(&named);
        }
    }
    let number = |lots: &BTreeSet<&str>| i64::try_from(lots.len()).unwrap_or(i64::MAX);
    let breaches: Vec<LotLimitBreach> = won
        .iter()
        .map(|(supplier, lots)| (*supplier, number(lots)))
        .filter(|(_, lots)| *lots > limit)
        .map(|(supplier_id, lots)| LotLimitBreach { ocid: process.ocid.clone(), supplier_id, limit, lots })
        .collect();
    limits.awarded_breached = i64::from(!breaches.is_empty());
    // What is seen to be breached is checked, whatever else is not known.
    limits.awarded_checked = i64::from(complete || !breaches.is_empty());
    (limits, breaches)
}
