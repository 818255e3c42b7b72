//! What is known of a canonical supplier: size, sector, place, group, and the identifier that stands for it.
//!
//! Everything is concluded anew from the evidence of all atoms and the reference data that counts, by one rule a file:
//! `size` (small or medium enterprise), `vcse`, `sector`, `place`, `group`, `identifier`. Each answer keeps its basis;
//! what no source says is not known, which never is no.

mod all;
mod conclude;
mod crowded;
mod editions;
mod facts;
mod group;
mod identifier;
mod place;
mod read;
mod sector;
mod size;
mod tristate;
mod vcse;
mod words;
mod write;

use std::collections::BTreeSet;

use anchorhub_store::{LoadTx, StoreError};

pub use self::all::refresh_all;
use self::editions::Editions;

/// Suppliers of one step.
const BATCH: u64 = 500;

/// Makes the profiles of canonical suppliers anew, from their atoms' evidence and the current reference data. An id
/// that is not (or no longer) canonical loses its profile. A fixed number of statements for each 500 suppliers.
pub async fn refresh(tx: &mut LoadTx, suppliers: &[i64]) -> Result<(), StoreError> {
    make(tx, suppliers).await?;
    Ok(())
}

/// The same; says how many profiles are new, gone or changed.
async fn make(tx: &mut LoadTx, suppliers: &[i64]) -> Result<u64, StoreError> {
    // In one order for everybody, so that two transactions do not wait for each other.
    let all: Vec<i64> = suppliers.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let mut changed = 0;
    let editions = Editions::read(tx).await?;
    for ids in all.chunks(usize::try_from(BATCH).unwrap_or(usize::MAX)) {
        let facts = read::facts(tx, ids, &editions).await?;
        let places = read::places(tx, &editions, &facts).await?;
        let gone: Vec<i64> = ids.iter().copied().filter(|id| !facts.contains_key(id)).collect();
        let profiles = facts.iter().map(|(id, facts)| conclude::conclude(*id, facts, &places)).collect();
        changed += write::delete(tx, &gone).await? + write::write(tx, profiles).await?;
    }
    Ok(changed)
}
