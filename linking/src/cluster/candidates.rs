//! Pairs of contracts that may be the same, without looking at every pair: those of one buyer that share a
//! supplier, an identifier or a reference, those near in time where a supplier is missing, and those whose
//! processes name each other.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::RangeInclusive,
};

use super::{
    contradiction::in_one_source,
    facts::{Facts, Suppliers},
    rules::{Beside, Match, judge},
};

/// Two contracts, by their places among all; the smaller place first.
pub(crate) type Pair = (usize, usize);

/// All pairs that match, each with its strongest rule.
pub(crate) fn matches(contracts: &[Facts], related: &BTreeSet<(i64, i64)>) -> HashMap<Pair, Match> {
    let mut pairs = Pairs { contracts, related, contested: contested(contracts), found: HashMap::new() };
    for places in by_buyer(contracts).values() {
        pairs.sharing(places, |facts| facts.suppliers.iter().copied());
        pairs.sharing(places, |facts| facts.identifiers.iter());
        pairs.sharing(places, |facts| facts.reference.iter());
        pairs.near_in_time(places);
    }
    pairs.of_related_processes();
    pairs.found
}

struct Pairs<'a> {
    contracts: &'a [Facts],
    related: &'a BTreeSet<(i64, i64)>,
    contested: BTreeSet<(i32, &'a str)>,
    found: HashMap<Pair, Match>,
}

impl<'a> Pairs<'a> {
    /// Looks at all pairs of contracts that have a key in common.
    fn sharing<K: Ord, I: Iterator<Item = K>>(&mut self, places: &[usize], keys: impl Fn(&'a Facts) -> I) {
        let mut by_key: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        for place in places {
            for key in keys(&self.contracts[*place]) {
                by_key.entry(key).or_default().push(*place);
            }
        }
        for places in by_key.values() {
            for (at, one) in places.iter().enumerate() {
                for other in &places[at + 1..] {
                    self.look(*one, *other);
                }
            }
        }
    }

    /// Looks at contracts without a supplier beside those that begin in their month or the ones around it.
    fn near_in_time(&mut self, places: &[usize]) {
        let mut by_month: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
        for place in places {
            if let Some(month) = self.contracts[*place].month() {
                by_month.entry(month).or_default().push(*place);
            }
        }
        for one in places {
            let facts = &self.contracts[*one];
            let Some(month) = facts.month().filter(|_| facts.names_nobody()) else { continue };
            for other in by_month.range(nearby_months(month)).flat_map(|(_, places)| places) {
                self.look(*one, *other);
            }
        }
    }

    fn of_related_processes(&mut self) {
        let mut by_process: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for (place, facts) in self.contracts.iter().enumerate() {
            if let Some(process) = &facts.process {
                by_process.entry(process.id).or_default().push(place);
            }
        }
        for (one, other) in self.related {
            let (Some(ones), Some(others)) = (by_process.get(one), by_process.get(other)) else { continue };
            for one in ones {
                for other in others {
                    if self.contracts[*one].shares_buyer(&self.contracts[*other]) {
                        self.look(*one, *other);
                    }
                }
            }
        }
    }

    fn look(&mut self, one: usize, other: usize) {
        let pair = (one.min(other), one.max(other));
        if one == other || self.found.contains_key(&pair) {
            return;
        }
        let (a, b) = (&self.contracts[one], &self.contracts[other]);
        let beside =
            Beside { reference_tells: self.reference_tells(a, b), processes_related: self.are_related(a, b) };
        if let Some(found) = judge(a, b, beside) {
            self.found.insert(pair, found);
        }
    }

    fn reference_tells(&self, a: &Facts, b: &Facts) -> bool {
        let Some(reference) = a.reference.as_deref().filter(|_| a.reference == b.reference) else {
            return false;
        };
        let mut shared = a.buyers.iter().filter(|buyer| b.buyers.contains(buyer));
        shared.all(|buyer| !self.contested.contains(&(*buyer, reference)))
    }

    fn are_related(&self, a: &Facts, b: &Facts) -> bool {
        let (Some(a), Some(b)) = (&a.process, &b.process) else { return false };
        self.related.contains(&(a.id, b.id)) || self.related.contains(&(b.id, a.id))
    }
}

/// References that one buyer uses for contracts of different suppliers, by buyer: a framework's number on each
/// of its call-offs, or a word that means nothing. Other names only count within one source, as two sources
/// may spell one firm differently.
fn contested(contracts: &[Facts]) -> BTreeSet<(i32, &str)> {
    let mut by_reference: BTreeMap<(i32, &str), Vec<&Facts>> = BTreeMap::new();
    for facts in contracts {
        for buyer in &facts.buyers {
            if let Some(reference) = &facts.reference {
                by_reference.entry((*buyer, reference)).or_default().push(facts);
            }
        }
    }
    by_reference.retain(|_, sharing| {
        sharing.iter().enumerate().any(|(at, a)| {
            sharing[at + 1..].iter().any(|b| match a.suppliers_against(b) {
                Suppliers::Contradicting => true,
                Suppliers::Different => in_one_source(a, b),
                Suppliers::Same | Suppliers::Unknown => false,
            })
        })
    });
    by_reference.into_keys().collect()
}

fn by_buyer(contracts: &[Facts]) -> BTreeMap<i32, Vec<usize>> {
    let mut by_buyer: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for (place, facts) in contracts.iter().enumerate().filter(|(_, facts)| !facts.is_test) {
        for buyer in &facts.buyers {
            by_buyer.entry(*buyer).or_default().push(place);
        }
    }
    by_buyer
}

/// The months in which a contract may begin that is compared with one of this month for the time alone.
pub(super) fn nearby_months(month: i32) -> RangeInclusive<i32> {
    month - 2..=month + 2
}
