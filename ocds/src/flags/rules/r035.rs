//! R035, all except the winning bid disqualified: one tenderer alone made valid bids, it won every active award, and at
//! least one other was disqualified.
//!
//! As Cardinal, with its default threshold of 1. See `docs/red-flags/R035.md`.

use std::collections::BTreeSet;

use crate::{
    facts::ProcessFacts,
    flags::{
        Flag, FlagUnit, Outcome,
        bids::{NO_BIDS, active, has_pending_award, is_disqualified, is_valid, names, tenderers, winners},
    },
};

pub(super) fn check(facts: &ProcessFacts) -> Outcome {
    if facts.bids.is_empty() {
        return Outcome::NotComputable(NO_BIDS);
    }
    if has_pending_award(facts) {
        return Outcome::NotApplicable("an award is pending, or its status is not known");
    }
    let active = active(facts);
    if active.is_empty() {
        return Outcome::NotApplicable("there is no active award");
    }
    let of = |wanted: fn(&crate::facts::BidFact) -> bool| -> BTreeSet<Vec<String>> {
        facts.bids.iter().filter(|bid| wanted(bid)).map(tenderers).filter(|who| !who.is_empty()).collect()
    };
    let valid = of(is_valid);
    let mut tenderer = valid.iter();
    let (Some(only), None) = (tenderer.next(), tenderer.next()) else { return Outcome::Clear };
    if active.iter().any(|award| winners(award) != *only) {
        return Outcome::Clear;
    }
    let disqualified = of(is_disqualified).into_iter().filter(|who| who != only).count();
    if disqualified == 0 {
        return Outcome::Clear;
    }
    let winning = facts.bids.iter().find(|bid| is_valid(bid));
    let number = i64::try_from(disqualified).unwrap_or(i64::MAX);
    let flag = Flag { supplier: winning.map(names), ..Flag::new(number, 1, FlagUnit::Number) };
    Outcome::Raised(vec![flag.with("disqualified tenderers", disqualified)])
}
