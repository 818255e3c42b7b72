//! Everything that answers are made from, at one version of the data.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use super::{
    dimensions::{Dimensions, DivisionsByInstitution, Published, Years},
    facts::{InstitutionFacts, Names},
};

/// Immutable: a question works on one state to its end, while a newer one takes over.
#[derive(Debug)]
pub(super) struct State {
    /// The version of the data that all of it was read at.
    pub(super) data_version: i64,
    pub(super) names: Arc<Names>,
    pub(super) facts: BTreeMap<i32, Arc<InstitutionFacts>>,
    pub(super) dimensions: Dimensions,
    /// For each institution the division of each of its labels.
    pub(super) divisions: DivisionsByInstitution,
    pub(super) years: Years,
    categories: OnceLock<Published>,
    departments: OnceLock<Published>,
}

/// What the engine holds in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnarSize {
    /// The version of the data.
    pub data_version: i64,
    /// Payments held.
    pub payments: usize,
    /// Partitions: one for each institution and financial year.
    pub partitions: usize,
    /// Pieces that threads take one by one.
    pub chunks: usize,
    /// Bytes of columns and their dictionaries.
    pub fact_bytes: usize,
    /// Bytes of payee names.
    pub name_bytes: usize,
}

impl State {
    pub(super) fn new(
        data_version: i64,
        names: Arc<Names>,
        facts: BTreeMap<i32, Arc<InstitutionFacts>>,
        dimensions: Dimensions,
    ) -> Self {
        let divisions = facts.iter().map(|(id, facts)| (*id, dimensions.divisions_of(*id, facts))).collect();
        let years = facts.values().flat_map(|facts| facts.years.keys().copied());
        let years =
            years.clone().min().zip(years.max()).and_then(|(first, last)| Years::between(first, last));
        Self {
            data_version,
            names,
            facts,
            dimensions,
            divisions,
            years: years.unwrap_or_default(),
            categories: OnceLock::new(),
            departments: OnceLock::new(),
        }
    }

    /// Category labels over all institutions, put together for the first question that asks for them.
    pub(super) fn categories(&self) -> &Published {
        let labels = self.facts.iter().map(|(id, facts)| (*id, facts.labels.as_slice()));
        self.categories.get_or_init(|| Published::of(labels))
    }

    /// Departments over all institutions, in the same way.
    pub(super) fn departments(&self) -> &Published {
        let names = self.facts.iter().map(|(id, facts)| (*id, facts.departments.as_slice()));
        self.departments.get_or_init(|| Published::of(names))
    }

    pub(super) fn size(&self) -> ColumnarSize {
        let partitions = || self.facts.values().flat_map(|facts| facts.years.values());
        ColumnarSize {
            data_version: self.data_version,
            payments: self.facts.values().map(|facts| facts.rows()).sum(),
            partitions: partitions().count(),
            chunks: partitions().map(|partition| partition.chunks.len()).sum(),
            fact_bytes: self.facts.values().map(|facts| facts.bytes()).sum(),
            name_bytes: self.names.bytes(),
        }
    }

    /// For each supplier, nobody last, whether one of its names in small letters contains a text.
    pub(super) fn suppliers_named(&self, folded: &str) -> Vec<bool> {
        let suppliers = &self.dimensions.suppliers;
        let mut named = vec![false; suppliers.profiles.len()];
        for (name, place) in self.names.folded().iter().zip(&suppliers.of_name) {
            if name.contains(folded)
                && let Some(place) = usize::try_from(*place).ok().and_then(|place| named.get_mut(place))
            {
                *place = true;
            }
        }
        // Payees that are withheld have no name to look for.
        if let Some(nobody) = named.last_mut() {
            *nobody = false;
        }
        named
    }
}
