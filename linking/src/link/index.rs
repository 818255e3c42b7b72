//! The contracts of one institution, found by what payments say.

use std::collections::HashMap;

use super::contract::Contract;
use crate::text::tells_in_text;

/// Contracts by supplier and by reference.
#[derive(Debug)]
pub(crate) struct Index {
    contracts: Vec<Contract>,
    by_supplier: HashMap<i64, Vec<usize>>,
    by_reference: HashMap<String, Vec<usize>>,
    /// Length in bytes of the longest reference that is looked for in texts; 0 when there is none.
    longest: usize,
}

impl Index {
    pub(crate) fn new(mut contracts: Vec<Contract>) -> Self {
        contracts.sort_by_key(|contract| contract.id);
        let mut by_supplier: HashMap<i64, Vec<usize>> = HashMap::new();
        let mut by_reference: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, contract) in contracts.iter().enumerate() {
            for supplier in &contract.suppliers {
                by_supplier.entry(*supplier).or_default().push(place);
            }
            for reference in &contract.references {
                by_reference.entry(reference.clone()).or_default().push(place);
            }
        }
        let telling = by_reference.keys().filter(|key| tells_in_text(key));
        let longest = telling.map(String::len).max().unwrap_or(0);
        Self { contracts, by_supplier, by_reference, longest }
    }

    /// The contract at a place; places are those that the index itself gives.
    pub(crate) fn get(&self, place: usize) -> &Contract {
        &self.contracts[place]
    }

    pub(crate) fn len(&self) -> usize {
        self.contracts.len()
    }

    /// Places of the contracts of a supplier.
    pub(crate) fn of_supplier(&self, supplier_id: i64) -> &[usize] {
        self.by_supplier.get(&supplier_id).map_or(&[], Vec::as_slice)
    }

    /// Places of the contracts with a reference (`text::reference_key`).
    pub(crate) fn named(&self, reference: &str) -> &[usize] {
        self.by_reference.get(reference).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn longest_in_text(&self) -> usize {
        self.longest
    }
}
