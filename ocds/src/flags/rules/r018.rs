//! R018, single bid received: one tenderer alone took part in a competitive procedure (open or selective).
//!
//! As Cardinal, by the number of tenderers as stated, else by the bids themselves; UK notices give bid statistics, which
//! are used where there is neither, lot by lot. See `docs/red-flags/R018.md`.

use std::collections::BTreeSet;

use crate::{
    facts::{BidStatisticFact, ProcessFacts, StatisticState},
    flags::{
        Flag, FlagUnit, Outcome,
        bids::{is_submitted, tenderers},
    },
};

pub(super) fn check(facts: &ProcessFacts) -> Outcome {
    match facts.method.as_deref() {
        Some("open" | "selective") => {}
        Some(_) => return Outcome::NotApplicable("the procurement method is not competitive"),
        None => return Outcome::NotComputable("procurement method (`tender.procurementMethod`)"),
    }
    let made: BTreeSet<String> =
        facts.bids.iter().filter(|bid| is_submitted(bid)).flat_map(tenderers).collect();
    let counted = i64::try_from(made.len()).ok().filter(|number| *number > 0);
    if let Some(number) = facts.tenderers.or(counted) {
        let basis = if facts.tenderers.is_some() { "number of tenderers" } else { "bids" };
        return if number == 1 { Outcome::Raised(vec![single(None, basis)]) } else { Outcome::Clear };
    }
    let statistics: Vec<&BidStatisticFact> = facts
        .statistics
        .iter()
        .filter(|statistic| statistic.measure == "bids" && statistic.state == StatisticState::Valid)
        .collect();
    if statistics.is_empty() {
        return Outcome::NotComputable("number of tenderers, bids, or a bid statistic without contradiction");
    }
    let singles = statistics.into_iter().filter(|statistic| statistic.value == Some(1));
    Outcome::of(singles.map(|statistic| single(statistic.lot_key.clone(), "bid statistics")).collect())
}

fn single(lot: Option<String>, basis: &str) -> Flag {
    Flag { lot, ..Flag::new(1, 1, FlagUnit::Number) }.with("counted by", basis)
}
