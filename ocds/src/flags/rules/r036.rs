//! R036, lowest bid disqualified: something was awarded by price alone, and the lowest bid was disqualified.
//!
//! As Cardinal, which leaves it to its users to keep to procedures where the price decides; here the award criteria have to
//! say so. See `docs/red-flags/R036.md`.

use crate::{
    facts::{BidFact, ProcessFacts},
    flags::{
        Flag, FlagUnit, Outcome,
        bids::{NO_BIDS, active, is_disqualified, is_submitted, money, names},
    },
};

pub(super) fn check(facts: &ProcessFacts) -> Outcome {
    if facts.bids.is_empty() {
        return Outcome::NotComputable(NO_BIDS);
    }
    if facts.criteria.is_empty() {
        return Outcome::NotComputable("award criteria (`tender.awardCriteria`)");
    }
    let is_price = |kind: &str| kind.eq_ignore_ascii_case("price") || kind.eq_ignore_ascii_case("priceOnly");
    if !facts.criteria.iter().all(|criterion| criterion.kind.as_deref().is_some_and(is_price)) {
        return Outcome::NotApplicable("the price is not the only award criterion");
    }
    if active(facts).is_empty() {
        return Outcome::NotApplicable("there is no active award");
    }
    let submitted: Vec<(&BidFact, i64, &str)> = facts
        .bids
        .iter()
        .filter(|bid| is_submitted(bid))
        .filter_map(|bid| bid.value.as_ref().map(|value| (bid, value.pence, value.currency.as_str())))
        .collect();
    let lots: std::collections::BTreeSet<&[String]> =
        submitted.iter().map(|(bid, ..)| bid.lots.as_slice()).collect();
    if lots.is_empty() {
        return Outcome::NotComputable("prices of bids (`bids.details[].value`)");
    }
    let lowest = lots.into_iter().filter_map(|lots| {
        let of_lots = submitted.iter().filter(|(bid, ..)| bid.lots.as_slice() == lots);
        let (bid, pence, currency) = of_lots.min_by_key(|(_, pence, _)| *pence)?;
        is_disqualified(bid).then(|| {
            let flag = Flag {
                lot: lots.first().cloned(),
                bid: Some(bid.key.clone()),
                supplier: Some(names(bid)),
                ..Flag::new(1, 1, FlagUnit::Number)
            };
            flag.with("lowest bid", money(*pence, currency))
        })
    });
    Outcome::of(lowest.collect())
}
