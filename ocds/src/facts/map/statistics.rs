//! Bid statistics. Publishers repeat them for every award, sometimes with different numbers.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::{lots::Lots, read};
use crate::{
    facts::{BidStatisticFact, StatisticState},
    json::Object,
};

/// A lot (none for the whole tender) and a measure.
type Subject = (Option<String>, String);

/// The numbers of bids of a process: what the last release that gives a number says of it.
#[derive(Default)]
pub(super) struct Statistics(IndexMap<Subject, HashSet<i64>>);

impl Statistics {
    /// Notes what a release states.
    pub(super) fn note(&mut self, release: &Object) {
        let Some(bids) = release.object("bids") else { return };
        let mut stated: IndexMap<Subject, HashSet<i64>> = IndexMap::new();
        for statistic in read::objects(bids, "statistics") {
            let Some(measure) = read::text(statistic, "measure") else { continue };
            let Some(value) = read::whole(statistic, "value").filter(|value| *value >= 0) else { continue };
            let mut lots: Vec<Option<String>> =
                read::references(statistic, "relatedLots").into_iter().map(Some).collect();
            let lot =
                read::reference(statistic, "relatedLot").filter(|lot| !lots.contains(&Some(lot.clone())));
            if lot.is_some() || lots.is_empty() {
                lots.push(lot);
            }
            for lot in lots {
                stated.entry((lot, measure.clone())).or_default().insert(value);
            }
        }
        self.0.extend(stated);
    }

    /// As facts, in the order in which they are first given.
    pub(super) fn facts(self, lots: &Lots) -> Vec<BidStatisticFact> {
        let fact = |((lot, measure), values): (Subject, HashSet<i64>)| {
            let single = values.iter().next().copied().filter(|_| values.len() == 1);
            let state = if single.is_some() { StatisticState::Valid } else { StatisticState::Conflict };
            BidStatisticFact { lot_key: lot.map(|lot| lots.key(&lot)), measure, value: single, state }
        };
        self.0.into_iter().map(fact).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::facts;

    fn told(releases: &[&str]) -> Vec<String> {
        let lot = |lot: &Option<String>| lot.clone().unwrap_or_else(|| "-".to_owned());
        let value = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
        facts(releases)
            .statistics
            .iter()
            .map(|fact| {
                format!("{} {} {} {}", lot(&fact.lot_key), fact.measure, value(fact.value), fact.state.name())
            })
            .collect()
    }

    const FIRST: &str = r#""bids": {"statistics": [
        {"id": "1", "measure": "bids", "relatedLot": "1", "value": 5},
        {"id": "2", "measure": "bids", "relatedLot": 1, "value": 5.0},
        {"id": "3", "measure": "smeBids", "relatedLots": ["1", "2"], "value": 3},
        {"id": "4", "measure": "smeBids", "relatedLot": "2", "value": 4},
        {"id": "5", "measure": "bids", "value": 0},
        {"id": "6", "measure": "bids", "relatedLot": "3", "value": 1.5},
        {"id": "7", "measure": "bids", "relatedLot": "3", "value": -1},
        {"id": "8", "measure": "bids", "relatedLot": "3", "value": 1e9999}, {"id": "9", "value": 1}]}"#;

    #[test]
    fn a_conflict_has_no_value() {
        assert_eq!(
            told(&[FIRST]),
            ["1 bids 5 VALID", "1 smeBids 3 VALID", "2 smeBids  CONFLICT", "- bids 0 VALID"]
        );
    }

    #[test]
    fn a_later_release_corrects() {
        let later =
            r#""bids": {"statistics": [{"id": "1", "measure": "smeBids", "relatedLot": "2", "value": 2}]}"#;
        assert_eq!(
            told(&[FIRST, later]),
            ["1 bids 5 VALID", "1 smeBids 3 VALID", "2 smeBids 2 VALID", "- bids 0 VALID"]
        );
    }
}
