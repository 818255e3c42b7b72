//! Contracts that are the same, seen in several sources: they stand in one cluster, which counts once.
//!
//! Clusters are made of all contracts of institutions that are connected by contracts with several buyers, so
//! that a contract of two institutions stands in one cluster, whichever of them is refreshed. They depend on
//! what the contracts say, not on when they arrived.

mod blocks;
mod candidates;
mod contradiction;
#[cfg(test)]
pub(crate) mod example;
pub(crate) mod facts;
mod group;
mod read;
mod rules;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_store::{ChangeKind, Database, LoadTx, StoreError};

use crate::mark::{self, Pending};
use blocks::Blocks;
use group::group;
use read::Buyers;

/// Contracts held at once, unless one block has more.
const BATCH: usize = 4_000;

/// Why a contract stands in its cluster, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Method {
    /// The processes name each other.
    SameProcess,
    /// The same reference.
    Reference,
    /// The same supplier, period and value.
    SupplierPeriodValue,
    /// The same title, period and value, where a supplier is not published.
    TitlePeriodValue,
}

impl Method {
    const ALL: [Self; 4] =
        [Self::SameProcess, Self::Reference, Self::SupplierPeriodValue, Self::TitlePeriodValue];

    /// The name kept in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::SameProcess => "SAME_PROCESS",
            Self::Reference => "REFERENCE",
            Self::SupplierPeriodValue => "SUPPLIER_PERIOD_VALUE",
            Self::TitlePeriodValue => "TITLE_PERIOD_VALUE",
        }
    }

    /// Reads a name back.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }
}

/// Where a contract stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Standing {
    /// The contract that stands for the cluster.
    pub(crate) cluster_id: i64,
    /// Method and confidence in percent; none when it stands alone.
    pub(crate) because: Option<(Method, i16)>,
}

/// What clustering changed.
#[derive(Debug, Default)]
pub(crate) struct Clustered {
    /// Marks to work off now, as they stand after the commit.
    pub(crate) pending: Vec<Pending>,
    /// Clusters of two and more contracts among those looked at.
    pub(crate) clusters: u64,
    /// Contracts that stand elsewhere or for another reason than before.
    pub(crate) moved: u64,
}

/// Clusters the contracts of all marked institutions and of those connected with them, in one transaction,
/// and gives the marks that are to be worked off. Institutions whose clusters changed are marked, too.
pub(crate) async fn refresh(database: &Database) -> Result<Clustered, StoreError> {
    let mut tx = LoadTx::begin(database).await?;
    tx.lock_clusters().await?;
    // The marks first: a load that commits after them sets its mark anew.
    let pending = mark::pending(&mut tx).await?;
    let buyers = Buyers::read(&mut tx, pending.iter().map(|mark| mark.institution_id)).await?;
    let mut done = Done::default();
    let (blocks, related) = blocks(&mut tx, &buyers).await?;
    for ids in batches(blocks) {
        let contracts = read::contracts(&mut tx, &buyers, &ids).await?;
        let standings = group(&contracts, &related);
        done.clusters += count(&standings);
        let changes = write::changes(&contracts, standings);
        write::apply(&mut tx, &changes).await?;
        done.institutions.extend(write::institutions(&changes));
        done.moved += u64::try_from(changes.len()).unwrap_or(u64::MAX);
    }
    let Done { clusters, moved, institutions } = done;
    if moved == 0 {
        tx.commit_unchanged().await?;
        return Ok(Clustered { pending, clusters, moved });
    }
    let mut marks: BTreeMap<i32, Pending> =
        pending.into_iter().map(|mark| (mark.institution_id, mark)).collect();
    for institution_id in &institutions {
        // Somebody who links this institution just now has seen the old clusters, and must not take the mark.
        let renewed = match marks.remove(institution_id) {
            Some(seen) => mark::renew(&mut tx, seen).await?,
            None => mark::add(&mut tx, *institution_id).await?,
        };
        marks.extend(renewed.map(|mark| (*institution_id, mark)));
    }
    for org_id in read::org_ids(&mut tx, institutions.iter().copied()).await? {
        tx.note(ChangeKind::Links, org_id);
    }
    tx.commit().await?;
    Ok(Clustered { pending: marks.into_values().collect(), clusters, moved })
}

/// What has been done so far.
#[derive(Default)]
struct Done {
    clusters: u64,
    moved: u64,
    /// Institutions with contracts that moved.
    institutions: BTreeSet<i32>,
}

/// The contracts that have to be looked at together, and the pairs of processes that name each other.
async fn blocks(
    tx: &mut LoadTx,
    buyers: &Buyers,
) -> Result<(Vec<Vec<i64>>, BTreeSet<(i64, i64)>), StoreError> {
    let mut blocks = Blocks::default();
    for ids in buyers.contracts().chunks(read::CHUNK) {
        read::contracts(tx, buyers, ids).await?.iter().for_each(|facts| blocks.add(facts));
    }
    let related = read::related(tx, &blocks.processes()).await?;
    Ok((blocks.finish(&related), related))
}

/// Whole blocks, so many at a time that reading them pays.
fn batches(blocks: Vec<Vec<i64>>) -> Vec<Vec<i64>> {
    let mut batches: Vec<Vec<i64>> = Vec::new();
    for block in blocks {
        match batches.last_mut().filter(|batch| batch.len() + block.len() <= BATCH) {
            Some(batch) => batch.extend(block),
            None => batches.push(block),
        }
    }
    batches
}

/// How many clusters of two and more contracts there are.
fn count(standings: &[Standing]) -> u64 {
    let several = standings.iter().filter(|standing| standing.because.is_some());
    let clusters: BTreeSet<i64> = several.map(|standing| standing.cluster_id).collect();
    u64::try_from(clusters.len()).unwrap_or(u64::MAX)
}
