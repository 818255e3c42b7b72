//! S002, suitability for SMEs not stated: of a tendered lot nothing is said of whether it suits small and medium
//! enterprises.
//!
//! Our own. Source: OCDS `suitability.sme` of lots, else of the tender. See `docs/red-flags/S002.md`.

use crate::{
    facts::{ProcessFacts, Stage},
    flags::{Flag, FlagUnit, Outcome},
};

pub(super) fn check(facts: &ProcessFacts) -> Outcome {
    if matches!(facts.stage, Stage::Planned | Stage::Engagement) {
        return Outcome::NotApplicable("nothing is tendered yet");
    }
    let silent = match facts.lots.len() {
        0 => usize::from(facts.suitability.sme.is_none()),
        _ => facts.lots.iter().filter(|lot| lot.suitability.sme.is_none()).count(),
    };
    if silent == 0 {
        return Outcome::Clear;
    }
    let number = i64::try_from(silent).unwrap_or(i64::MAX);
    let flag = Flag::new(number, 1, FlagUnit::Number);
    Outcome::Raised(vec![
        flag.with("lots", facts.lots.len().max(1)).with("lots of which nothing is said", silent),
    ])
}
