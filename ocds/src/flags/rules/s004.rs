//! S004, awarded above the estimate: the values of the active awards together are more than 10 % above the value of the
//! tender.
//!
//! Our own. Source: OCDS `tender.value` and `awards[].value`, both in pounds and without VAT; frameworks, whose value is a
//! ceiling, are not compared. See `docs/red-flags/S004.md`.

use crate::{
    facts::{ProcessFacts, ValueBasis},
    flags::{
        Flag, FlagUnit, Outcome,
        bids::{active, money},
    },
};

/// Hundredths of a percent above the estimate.
const THRESHOLD: i64 = 1_000;

pub(super) fn check(facts: &ProcessFacts) -> Outcome {
    if facts.is_framework {
        return Outcome::NotApplicable("the value of a framework is a ceiling");
    }
    let active = active(facts);
    if active.is_empty() {
        return Outcome::NotApplicable("there is no active award");
    }
    let estimate = facts
        .value
        .as_ref()
        .filter(|value| value.currency == "GBP" && value.basis == ValueBasis::Estimate && value.pence > 0);
    let Some(estimate) = estimate else {
        return Outcome::NotComputable("an estimate in pounds without VAT (`tender.value`)");
    };
    let values: Option<Vec<i64>> = active
        .iter()
        .map(|award| {
            let value = award.value.as_ref()?;
            (value.currency == "GBP" && value.basis == ValueBasis::Net).then_some(value.pence)
        })
        .collect();
    let Some(awarded) = values.and_then(|values| values.into_iter().try_fold(0_i64, i64::checked_add)) else {
        return Outcome::NotComputable("a value in pounds without VAT of every award (`awards[].value`)");
    };
    let above = i128::from(awarded - estimate.pence) * 10_000 / i128::from(estimate.pence);
    let above = i64::try_from(above).unwrap_or(i64::MAX);
    if above <= THRESHOLD {
        return Outcome::Clear;
    }
    let flag = Flag { value: above, threshold: THRESHOLD, unit: FlagUnit::Percent, ..Flag::default() };
    let flag = flag.with("estimate", money(estimate.pence, "GBP")).with("awarded", money(awarded, "GBP"));
    Outcome::Raised(vec![flag])
}
