//! R028, identical bid prices: different tenderers asked the same price for the same lots.
//!
//! As Cardinal, which knows no lots. See `docs/red-flags/R028.md`.

use std::collections::BTreeMap;

use crate::{
    facts::{BidFact, ProcessFacts},
    flags::{
        Flag, FlagUnit, Outcome,
        bids::{NO_BIDS, is_submitted, money, names, tenderers},
    },
};

pub(super) fn check(facts: &ProcessFacts) -> Outcome {
    if facts.bids.is_empty() {
        return Outcome::NotComputable(NO_BIDS);
    }
    let mut by_price: BTreeMap<(&[String], &str, i64), Vec<&BidFact>> = BTreeMap::new();
    for bid in facts.bids.iter().filter(|bid| is_submitted(bid)) {
        let Some(value) = &bid.value else { continue };
        by_price.entry((bid.lots.as_slice(), value.currency.as_str(), value.pence)).or_default().push(bid);
    }
    if by_price.is_empty() {
        return Outcome::NotComputable("prices of bids (`bids.details[].value`)");
    }
    let same = by_price.into_iter().filter_map(|((lots, currency, pence), bids)| {
        let mut who: Vec<Vec<String>> =
            bids.iter().map(|bid| tenderers(bid)).filter(|who| !who.is_empty()).collect();
        who.sort();
        who.dedup();
        let number = i64::try_from(who.len()).ok().filter(|number| *number > 1)?;
        let flag = Flag { lot: lots.first().cloned(), ..Flag::new(number, 2, FlagUnit::Number) };
        let made_by = bids.iter().map(|bid| names(bid)).collect::<Vec<_>>().join("; ");
        Some(flag.with("price", money(pence, currency)).with("made by", made_by))
    });
    Outcome::of(same.collect())
}
