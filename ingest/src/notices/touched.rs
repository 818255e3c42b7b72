//! Which processes a document touches.

use std::{
    collections::{BTreeSet, hash_map::DefaultHasher},
    hash::{Hash as _, Hasher as _},
};

use anchorhub_entities::release;
use anchorhub_store::{ChangeKind, LoadTx};
use rustc_hash::{FxHashMap, FxHashSet};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};

use crate::IngestError;

/// Processes made anew at once.
const PROCESSES: usize = 200;

/// The processes that a document touches, some at a time, each once. Of those that have been given only a hash
/// is kept; whether one has been given is then asked of the database.
pub(super) struct Touched {
    document_id: i64,
    /// The last release of the document that has been looked at.
    after: i64,
    given: FxHashSet<u64>,
    /// Touched without a release of this document being new.
    stale: BTreeSet<String>,
}

impl Touched {
    pub(super) fn new(document_id: i64, stale: BTreeSet<String>) -> Self {
        Self { document_id, after: 0, given: FxHashSet::default(), stale }
    }

    /// The next processes; none when there are no more.
    pub(super) async fn next(&mut self, tx: &mut LoadTx) -> Result<Vec<String>, IngestError> {
        loop {
            let page = self.page(tx).await?;
            let Some((last, _)) = page.last() else { break };
            let before = std::mem::replace(&mut self.after, *last);
            let fresh = self.not_given(tx, page, before).await?;
            if !fresh.is_empty() {
                for ocid in &fresh {
                    self.stale.remove(ocid);
                }
                return Ok(fresh);
            }
        }
        let rest: Vec<String> = self.stale.iter().take(PROCESSES).cloned().collect();
        for ocid in &rest {
            self.stale.remove(ocid);
            // The others are noted by the releases that the document brought.
            tx.note(ChangeKind::ContractingProcess, ocid.as_str());
        }
        Ok(rest)
    }

    async fn page(&self, tx: &mut LoadTx) -> Result<Vec<(i64, String)>, IngestError> {
        let select = Query::select()
            .columns([release::Column::Id, release::Column::Ocid])
            .from(release::Entity)
            .and_where(Expr::col(release::Column::DocumentId).eq(self.document_id))
            .and_where(Expr::col(release::Column::Id).gt(self.after))
            .order_by(release::Column::Id, Order::Asc)
            .limit(PROCESSES as u64)
            .to_owned();
        Ok(tx.fetch(&select).await?)
    }

    /// The processes of a page of releases, without those of earlier pages.
    async fn not_given(
        &mut self,
        tx: &mut LoadTx,
        page: Vec<(i64, String)>,
        before: i64,
    ) -> Result<Vec<String>, IngestError> {
        let ocids: BTreeSet<String> = page.into_iter().map(|(_, ocid)| ocid).collect();
        let (doubtful, mut fresh): (Vec<String>, Vec<String>) =
            ocids.into_iter().partition(|ocid| !self.given.insert(hash(ocid)));
        if !doubtful.is_empty() {
            let first = self.first_releases(tx, &doubtful).await?;
            fresh.extend(
                doubtful.into_iter().filter(|ocid| first.get(ocid).is_some_and(|first| *first > before)),
            );
        }
        Ok(fresh)
    }

    /// The first release of this document of each of these processes.
    async fn first_releases(
        &self,
        tx: &mut LoadTx,
        ocids: &[String],
    ) -> Result<FxHashMap<String, i64>, IngestError> {
        // Not by document in the condition: then the index by process is the only one that can be used.
        let select = Query::select()
            .column(release::Column::Ocid)
            .expr(Expr::cust(format!("min(CASE WHEN document_id = {} THEN id END)", self.document_id)))
            .from(release::Entity)
            .and_where(Expr::col(release::Column::Ocid).is_in(ocids.iter().map(String::as_str)))
            .group_by_col(release::Column::Ocid)
            .to_owned();
        let rows: Vec<(String, Option<i64>)> = tx.fetch(&select).await?;
        Ok(rows.into_iter().filter_map(|(ocid, id)| Some((ocid, id?))).collect())
    }
}

fn hash(ocid: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    ocid.hash(&mut hasher);
    hasher.finish()
}
