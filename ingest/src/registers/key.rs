//! What identifies a contract of a register from one document to the next.

use anchorhub_identity::name_key;
use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};

use super::contract::RegisterContract;
use crate::archive::hex;

/// Gives each contract of a document the key that the same contract had in the document before.
///
/// Registers have no key of their own: references repeat (one for each lot or supplier) and are missing. A contract is
/// known by its reference and suppliers, or without a reference by its title, suppliers and start; of several that
/// are alike, by its place among them. So a corrected value, end or description leaves the key as it is.
pub(super) struct Keys {
    /// Feed and stated period: what one document replaces whole.
    scope: String,
    seen: FxHashMap<[u8; 16], u32>,
}

impl Keys {
    pub(super) fn new(feed: &str, period: Option<anchorhub_entities::Period>) -> Self {
        let period = period.map_or_else(|| "-".to_owned(), |period| period.to_string());
        Self { scope: format!("{feed}/{}", period.replace('/', "..")), seen: FxHashMap::default() }
    }

    /// The key of the next contract of the document.
    pub(super) fn next(&mut self, contract: &RegisterContract) -> String {
        let mut hash = Sha256::new();
        let mut part = |text: &str| {
            hash.update(text.as_bytes());
            hash.update([0]);
        };
        match &contract.reference {
            Some(reference) => part(&folded(reference)),
            None => {
                part("");
                part(&folded(
                    contract.title.as_deref().or(contract.description.as_deref()).unwrap_or_default(),
                ));
                part(&contract.starts_on.map(|day| day.to_string()).unwrap_or_default());
            }
        }
        for supplier in &contract.suppliers {
            part(&name_key(&supplier.name));
        }
        let digest = hash.finalize();
        let mut short = [0; 16];
        short.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
        let number = self.seen.entry(short).or_default();
        *number += 1;
        format!("{}/{}/{number}", self.scope, hex(&short))
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::contract::RegisterSupplier;

    fn contract(reference: &str, title: &str, supplier: &str) -> RegisterContract {
        RegisterContract {
            reference: (!reference.is_empty()).then(|| reference.to_owned()),
            title: Some(title.to_owned()),
            suppliers: vec![RegisterSupplier { name: supplier.to_owned(), ..RegisterSupplier::default() }],
            ..RegisterContract::default()
        }
    }

    #[test]
    fn keys_outlast_corrections_and_stay_apart() {
        let keys = |contracts: &[RegisterContract]| {
            let mut keys = Keys::new("GB-LAE-AAA.contracts", None);
            contracts.iter().map(|contract| keys.next(contract)).collect::<Vec<_>>()
        };
        let before = keys(&[
            contract("C1", "Roads", "Acme Ltd"),
            contract("C1", "Roads", "Bolt"),
            contract("", "Fuel", "Bolt"),
        ]);
        let after = keys(&[
            contract("C0", "Paper", "Acme Ltd"),
            contract("c1", "Roads and paths", "ACME LIMITED"),
            contract("C1", "Roads", "Bolt"),
            contract("C1", "Roads", "Bolt"),
            contract("", "Fuel", "Bolt"),
        ]);
        assert_eq!([&after[1], &after[2], &after[4]], [&before[0], &before[1], &before[2]]);
        assert_ne!(after[2], after[3]);
        assert!(after[3].ends_with("/2"));
        let mut other = Keys::new("GB-LAE-AAA.contracts", Some("2023/24".parse().unwrap()));
        assert_ne!(other.next(&contract("C1", "Roads", "Bolt")), before[1]);
    }
}
