//! S001, high-value tender without lots: worth at least £1 million (works: £5 million), and one lot or none.
//!
//! Our own. Source: Procurement Act 2023, section 18, by which a contracting authority has to consider whether what it
//! buys could reasonably be supplied under more than one contract, and give reasons where it does not divide it. See
//! `docs/red-flags/S001.md`.

use crate::{
    facts::{ProcessFacts, Source, Stage},
    flags::{Flag, FlagUnit, Outcome},
};

/// Pounds from which a tender is of high value.
const HIGH: i64 = 1_000_000;
const HIGH_WORKS: i64 = 5_000_000;

pub(super) fn check(facts: &ProcessFacts) -> Outcome {
    if matches!(facts.stage, Stage::Planned | Stage::Engagement) {
        return Outcome::NotApplicable("nothing is tendered yet");
    }
    if facts.source == Source::ContractsFinder {
        return Outcome::NotComputable("lots: Contracts Finder does not publish them");
    }
    let Some(value) = facts.value.as_ref().filter(|value| value.currency == "GBP") else {
        return Outcome::NotComputable("a value of the tender in pounds (`tender.value`)");
    };
    let is_works = facts.main_category.as_deref() == Some("works");
    let threshold = if is_works { HIGH_WORKS } else { HIGH };
    if value.pence < threshold * 100 || facts.lots.len() > 1 {
        return Outcome::Clear;
    }
    let flag = Flag { value: value.pence, ..Flag::new(0, threshold, FlagUnit::Pounds) };
    Outcome::Raised(vec![flag.with("lots", facts.lots.len()).with("value basis", value.basis.name())])
}
