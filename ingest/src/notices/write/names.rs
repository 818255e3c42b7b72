//! The published names of suppliers.

use anchorhub_identity::{is_withheld, name_key};
use std::collections::hash_map::Entry;

use anchorhub_ocds::facts::SupplierFact;
use anchorhub_store::{LoadTx, NameRef, NewName};
use rustc_hash::FxHashMap;

use super::Held;
use crate::{IngestCode, IngestError, notices::key::indexed};

/// Where the suppliers of some processes stand in the database, by published name.
pub(super) struct Names(FxHashMap<String, NameRef>);

impl Names {
    /// Where a supplier stands.
    pub(super) fn of(&self, supplier: &SupplierFact) -> Result<NameRef, IngestError> {
        self.0.get(&published(supplier)).copied().ok_or_else(|| {
            IngestError::new(IngestCode::Internal, "a supplier was not found again in the database")
        })
    }
}

/// Finds or adds the names of all suppliers.
pub(super) async fn ensure(tx: &mut LoadTx, processes: &[Held<'_>]) -> Result<Names, IngestError> {
    let mut wanted: FxHashMap<String, Option<String>> = FxHashMap::default();
    for process in processes {
        let awarded = process.facts().awards.iter().flat_map(|award| &award.suppliers);
        let contracted = process.facts().contracts.iter().flat_map(|contract| &contract.suppliers);
        for supplier in awarded.chain(contracted) {
            let name = published(supplier);
            if let Entry::Vacant(place) = wanted.entry(name) {
                let key = (!is_withheld(place.key())).then(|| name_key(place.key()));
                place.insert(key.filter(|key| !key.is_empty()));
            }
        }
    }
    if wanted.is_empty() {
        return Ok(Names(FxHashMap::default()));
    }
    let wanted = wanted.into_iter().map(|(name, key)| NewName { name, key }).collect();
    Ok(Names(tx.ensure_names(wanted).await?.into_iter().collect()))
}

fn published(supplier: &SupplierFact) -> String {
    indexed(supplier.name.trim())
}
