//! How far the second-lowest valid bid is from the winning one: what R024 and R058 have in common.

use crate::{
    facts::{BidFact, ProcessFacts},
    flags::{
        Flag, FlagUnit, Outcome,
        bids::{NO_BIDS, active, has_pending_award, is_valid, money, names, tenderers, winners},
    },
};

/// Compares the gap with a threshold, in hundredths of a percent.
pub(super) fn check(facts: &ProcessFacts, threshold: i64, is_raised: fn(i64, i64) -> bool) -> Outcome {
    if facts.bids.is_empty() {
        return Outcome::NotComputable(NO_BIDS);
    }
    let gap = match Gap::of(facts) {
        Ok(gap) => gap,
        Err(outcome) => return outcome,
    };
    if !is_raised(gap.hundredths, threshold) {
        return Outcome::Clear;
    }
    let flag = Flag {
        bid: Some(gap.winning.key.clone()),
        supplier: Some(names(gap.winning)),
        value: gap.hundredths,
        threshold,
        unit: FlagUnit::Percent,
        ..Flag::default()
    };
    let price = |(pence, currency): (i64, &str)| money(pence, currency);
    Outcome::Raised(vec![
        flag.with("winning bid", price(gap.prices.0))
            .with("second-lowest valid bid", price(gap.prices.1))
            .with("made by", names(gap.second)),
    ])
}

/// (second-lowest valid bid − winning bid) ÷ winning bid.
struct Gap<'a> {
    winning: &'a BidFact,
    second: &'a BidFact,
    prices: ((i64, &'a str), (i64, &'a str)),
    hundredths: i64,
}

impl<'a> Gap<'a> {
    fn of(facts: &'a ProcessFacts) -> Result<Self, Outcome> {
        let active = active(facts);
        let [award] = active.as_slice() else {
            return Err(Outcome::NotApplicable("there is not exactly one active award"));
        };
        if has_pending_award(facts) {
            return Err(Outcome::NotApplicable("an award is pending, or its status is not known"));
        }
        let winner = winners(award);
        if winner.len() != 1 || facts.bids.iter().any(|bid| tenderers(bid).len() > 1) {
            return Err(Outcome::NotApplicable("an award or a bid is of several organisations"));
        }
        let mut valid: Vec<(&BidFact, (i64, &str))> = facts
            .bids
            .iter()
            .filter(|bid| is_valid(bid))
            .map(|bid| Some((bid, price(bid)?)))
            .collect::<Option<_>>()
            .ok_or(Outcome::NotComputable("a price of every valid bid"))?;
        let currencies: std::collections::BTreeSet<&str> =
            valid.iter().map(|(_, (_, currency))| *currency).collect();
        if currencies.len() > 1 {
            return Err(Outcome::NotComputable("prices in one currency"));
        }
        valid.sort_by_key(|(_, (pence, _))| *pence);
        let [(winning, first), (second, other), ..] = valid.as_slice() else {
            return Err(Outcome::NotApplicable("there are fewer than two valid bids"));
        };
        if tenderers(winning) != winner {
            return Err(Outcome::NotApplicable("the winning bid is not the lowest"));
        }
        let gap = i128::from(other.0 - first.0) * 10_000 / i128::from(first.0.max(1));
        Ok(Self {
            winning,
            second,
            prices: (*first, *other),
            hundredths: i64::try_from(gap).unwrap_or(i64::MAX),
        })
    }
}

fn price(bid: &BidFact) -> Option<(i64, &str)> {
    bid.value.as_ref().filter(|value| value.pence > 0).map(|value| (value.pence, value.currency.as_str()))
}
