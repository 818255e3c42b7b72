//! Everything that answers about contracts are made from, at one version of the data.

use std::sync::Arc;

use anchorhub_store::{Database, StoreError};

use super::{dimensions::Dimensions, facts::Facts, read};

/// Immutable: a question works on one state to its end, while a newer one takes over.
#[derive(Debug)]
pub(crate) struct State {
    /// The version of the data that all of it was read at.
    pub(crate) data_version: i64,
    /// The version of the data that facts were last read at: they are still right.
    pub(crate) facts_version: i64,
    pub(crate) facts: Arc<Facts>,
    pub(crate) dimensions: Dimensions,
}

impl State {
    /// Reads the present state of the database from one snapshot. Facts that are still right are taken from the state
    /// before.
    pub(super) async fn read(database: &Database, before: Option<&Self>) -> Result<Self, StoreError> {
        let mut snapshot = database.snapshot().await?;
        let data_version = snapshot.data_version();
        let kept = match before {
            Some(before) => {
                let unchanged =
                    read::are_unchanged(&mut snapshot, &before.facts, before.data_version).await?;
                unchanged.then(|| Arc::clone(&before.facts))
            }
            None => None,
        };
        let (facts, facts_version) = match (kept, before) {
            (Some(facts), Some(before)) => (facts, before.facts_version),
            _ => (Arc::new(read::facts(&mut snapshot).await?), data_version),
        };
        let dimensions = read::dimensions(&mut snapshot, &facts).await?;
        snapshot.finish().await?;
        Ok(Self { data_version, facts_version, facts, dimensions })
    }
}
