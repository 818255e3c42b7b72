//! Bringing the facts up to the state of the hub's own database.

use std::collections::BTreeMap;

use anchorhub_store::{Database, Snapshot};

use super::{
    documents,
    leader::Leader,
    piece::{Held, Piece},
    small, verify,
};
use crate::AnalysisError;

/// When there is nothing to do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wanted {
    /// When the facts are at the hub's version, which is at least this one.
    Version(i64),
    /// Never: every piece is compared, after the rows of each have been counted.
    Compared,
}

/// What an analysis database holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClusterSize {
    /// The version of the data.
    pub data_version: i64,
    /// Documents whose payments it holds.
    pub documents: usize,
    /// Copies of the small tables: one a server.
    pub sites: usize,
    /// Documents that were copied or taken away this time.
    pub changed_documents: usize,
}

/// Someone who brings facts up to date: the hub at one version, and what the facts held before.
pub(super) struct Following {
    pub(super) hub: Snapshot,
    pub(super) leader: Leader,
    pub(super) sites: Vec<i16>,
    /// Pieces of which it is not yet known that they are still wanted.
    pub(super) held: BTreeMap<Piece, Held>,
}

/// Compares every piece with the hub, and changes those that differ.
pub(super) async fn follow(
    hub: &Database,
    facts: &Database,
    wanted: Wanted,
) -> Result<ClusterSize, AnalysisError> {
    let leader = Leader::take(facts).await?;
    let before = leader.version().await?;
    let hub = hub.snapshot().await?;
    let data_version = hub.data_version();
    if let Wanted::Version(version) = wanted
        && before == Some(data_version)
        && data_version >= version
    {
        hub.finish().await?;
        leader.leave().await?;
        return Ok(ClusterSize { data_version, ..ClusterSize::default() });
    }
    let (sites, held) = (leader.sites().await?, leader.held().await?);
    let mut following = Following { hub, leader, sites, held };
    if matches!(wanted, Wanted::Compared) {
        verify::count(&mut following).await?;
    }
    small::payers(&mut following).await?;
    small::labels(&mut following).await?;
    small::payees(&mut following).await?;
    let (documents, changed_documents) = documents::follow(&mut following).await?;
    small::gone(&mut following).await?;
    let Following { hub, leader, sites, .. } = following;
    hub.finish().await?;
    leader.finish(data_version).await?;
    tracing::debug!(data_version, changed_documents, "the analysis database is up to date");
    Ok(ClusterSize { data_version, documents, sites: sites.len(), changed_documents })
}
