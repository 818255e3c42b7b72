//! Contracts that have to be looked at together, found without holding them all in memory.
//!
//! Every pair that `candidates` looks at, and all contracts that tell whether a reference is contested, lie within
//! one block. So clusters can be made block by block, and come out as if they were made of all contracts at once.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
};

use super::{Standing, candidates::nearby_months, facts::Facts};

/// A buyer and a month.
type BuyerMonth = (i32, i32);

/// Gathers contracts, a few at a time.
#[derive(Default)]
pub(super) struct Blocks {
    contracts: Vec<Sketch>,
    /// The first contract with a key. Keys are hashes: two that collide only make a block larger.
    by_key: HashMap<u64, usize>,
    months: BTreeMap<BuyerMonth, Vec<usize>>,
    /// Where contracts without a supplier begin.
    nameless: BTreeSet<BuyerMonth>,
    by_process: BTreeMap<i64, usize>,
}

/// What is kept of a contract.
struct Sketch {
    id: i64,
    /// A contract of the same block, at last the first of it.
    parent: usize,
    /// It stands alone in the database.
    stands_alone: bool,
}

impl Blocks {
    pub(super) fn add(&mut self, facts: &Facts) {
        let place = self.contracts.len();
        let alone = Standing { cluster_id: facts.id, because: None };
        self.contracts.push(Sketch {
            id: facts.id,
            parent: place,
            stands_alone: facts.stands == Some(alone),
        });
        for buyer in &facts.buyers {
            facts.suppliers.iter().for_each(|supplier| self.share((buyer, 's', supplier), place));
            facts.identifiers.iter().for_each(|identifier| self.share((buyer, 'i', identifier), place));
            facts.reference.iter().for_each(|reference| self.share((buyer, 'r', reference), place));
            if let Some(month) = facts.month() {
                self.months.entry((*buyer, month)).or_default().push(place);
                if facts.names_nobody() {
                    self.nameless.insert((*buyer, month));
                }
            }
        }
        if let Some(process) = &facts.process {
            let first = *self.by_process.entry(process.id).or_insert(place);
            self.join(first, place);
        }
    }

    /// The processes of all contracts added.
    pub(super) fn processes(&self) -> Vec<i64> {
        self.by_process.keys().copied().collect()
    }

    /// The blocks of two and more contracts, and the single contracts that do not stand alone yet. `related` has
    /// pairs of processes that name each other.
    pub(super) fn finish(mut self, related: &BTreeSet<(i64, i64)>) -> Vec<Vec<i64>> {
        for (one, other) in related {
            if let (Some(one), Some(other)) = (self.by_process.get(one), self.by_process.get(other)) {
                let (one, other) = (*one, *other);
                self.join(one, other);
            }
        }
        self.join_near_in_time();
        let mut blocks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for place in 0..self.contracts.len() {
            blocks.entry(self.first(place)).or_default().push(place);
        }
        let unsettled = |places: &Vec<usize>| places.len() > 1 || !self.contracts[places[0]].stands_alone;
        blocks
            .into_values()
            .filter(unsettled)
            .map(|places| places.into_iter().map(|place| self.contracts[place].id).collect())
            .collect()
    }

    fn join_near_in_time(&mut self) {
        let months = std::mem::take(&mut self.months);
        let mut whole: BTreeSet<BuyerMonth> = BTreeSet::new();
        for (buyer, month) in std::mem::take(&mut self.nameless) {
            let first = months[&(buyer, month)][0];
            for month in nearby_months(month) {
                let Some(places) = months.get(&(buyer, month)) else { continue };
                self.join(first, places[0]);
                if whole.insert((buyer, month)) {
                    places.iter().for_each(|place| self.join(first, *place));
                }
            }
        }
    }

    fn share(&mut self, key: impl Hash, place: usize) {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let first = *self.by_key.entry(hasher.finish()).or_insert(place);
        self.join(first, place);
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        self.contracts[one.max(other)].parent = one.min(other);
    }

    fn first(&mut self, mut place: usize) -> usize {
        while self.contracts[place].parent != place {
            let above = self.contracts[place].parent;
            self.contracts[place].parent = self.contracts[above].parent;
            place = above;
        }
        place
    }
}
