//! Rows that others name, from the same state of the data.

use std::collections::{HashMap, HashSet};

use anchorhub_store::Snapshot;

use crate::graphql::{
    error::ApiError,
    family::{ByKey, Part},
};

/// Keys in one statement. SQLite bounds how deep conditions are nested, and keys of several columns make one
/// condition each.
const KEYS_A_STATEMENT: usize = 400;

/// Rows of another table, by their keys.
pub(super) async fn by_keys<P: ByKey>(
    snapshot: &mut Snapshot,
    keys: impl Iterator<Item = P::Key>,
) -> Result<HashMap<P::Key, P>, ApiError> {
    let mut found: HashMap<P::Key, P> = HashMap::new();
    for keys in chunks(keys) {
        let rows: Vec<P> = snapshot.fetch(&P::select(keys)).await?;
        found.extend(rows.into_iter().map(|row| (row.key(), row)));
    }
    Ok(found)
}

/// Rows of another table that are parts of others, by what they are part of.
pub(super) async fn by_whole<P: Part>(
    snapshot: &mut Snapshot,
    wholes: impl Iterator<Item = P::Whole>,
) -> Result<HashMap<P::Whole, Vec<P>>, ApiError> {
    let mut found: HashMap<P::Whole, Vec<P>> = HashMap::new();
    for wholes in chunks(wholes) {
        let rows: Vec<P> = snapshot.fetch(&P::parts(wholes)).await?;
        for row in rows {
            found.entry(row.whole()).or_default().push(row);
        }
    }
    Ok(found)
}

fn chunks<K: Clone + Eq + std::hash::Hash>(keys: impl Iterator<Item = K>) -> Vec<Vec<K>> {
    let keys: Vec<K> = keys.collect::<HashSet<K>>().into_iter().collect();
    keys.chunks(KEYS_A_STATEMENT).map(<[K]>::to_vec).collect()
}
