//! Working off the marks.

use std::{collections::BTreeMap, time::Duration};

use anchorhub_store::{Database, StoreError, StoreErrorKind};

use crate::{cluster, link, mark, mark::Pending};

/// How often marks are looked at again that were set meanwhile, or that somebody else worked off.
const ROUNDS: u32 = 6;

/// The pause after a round that met others at work; doubled each time.
const PAUSE: Duration = Duration::from_millis(50);

/// What a refresh did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Institutions whose marks were worked off.
    pub institutions: u64,
    /// Clusters of two and more contracts among those of all marked institutions, and of those connected with them.
    pub clusters: u64,
    /// Contracts that stand in another cluster, or for another reason, than before.
    pub moved: u64,
    /// Payments of those institutions; those without any contract are not counted.
    pub payments: u64,
    /// Their net sum in pence.
    pub paid_pence: i128,
    /// Linked payments by method (`REFERENCE`, `PURCHASE_ORDER`, `SUPPLIER_PERIOD_VALUE`).
    pub by_method: BTreeMap<&'static str, u64>,
    /// Net sum of linked payments in pence.
    pub linked_pence: i128,
    /// Links written or deleted.
    pub changed: u64,
    /// Institutions that are still marked: others are at them, or load into them without a pause.
    pub left: u64,
}

/// An institution whose links have been made anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refreshed {
    /// Its org-id.
    pub institution: String,
    /// Its payments; 0 when it has no contracts.
    pub payments: u64,
    /// How many of them are linked.
    pub linked: u64,
}

impl Report {
    /// Payments that are linked.
    pub fn linked(&self) -> u64 {
        self.by_method.values().sum()
    }

    /// Linked money in thousandths of what was paid, both net; none when nothing was paid.
    pub fn linked_thousandths(&self) -> Option<i128> {
        (self.paid_pence > 0).then(|| self.linked_pence * 1000 / self.paid_pence)
    }

    fn add(&mut self, linked: &link::Linked) {
        self.institutions += 1;
        self.payments += linked.payments;
        self.paid_pence += linked.paid_pence;
        self.linked_pence += linked.linked_pence;
        self.changed += linked.changed;
        for (method, payments) in &linked.by_method {
            *self.by_method.entry(method).or_default() += payments;
        }
    }
}

/// Clusters the contracts of all marked institutions anew, links their payments, and takes the marks away; tells of
/// each institution when it is done. Several processes may do so at once, also while documents are loaded: a mark
/// that is set meanwhile stays, and what is not finished here is finished by the next refresh.
pub async fn refresh(
    database: &Database,
    told: &mut (dyn FnMut(&Refreshed) + Send),
) -> Result<Report, StoreError> {
    let mut report = Report::default();
    for round in 0..ROUNDS {
        report.left = mark::count(database).await?;
        if report.left == 0 {
            return Ok(report);
        }
        if round > 0 {
            tokio::time::sleep(PAUSE * 2_u32.pow(round)).await;
        }
        let Some(clustered) = unless_locked(cluster::refresh(database).await)? else { continue };
        report.clusters = report.clusters.max(clustered.clusters);
        report.moved += clustered.moved;
        for pending in in_turn(clustered.pending) {
            let linked = unless_locked(link::refresh(database, pending).await)?.flatten();
            if let Some(linked) = linked {
                told(&Refreshed {
                    institution: linked.org_id.clone(),
                    payments: linked.payments,
                    linked: linked.by_method.values().sum(),
                });
                report.add(&linked);
            }
        }
    }
    report.left = mark::count(database).await?;
    Ok(report)
}

/// Somebody else who holds what is needed will be done soon: nothing is lost by trying later.
fn unless_locked<T>(result: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == StoreErrorKind::Locked => {
            tracing::debug!(%error, "others are at work on clusters or links");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Processes that begin at once begin at different institutions.
fn in_turn(mut pending: Vec<Pending>) -> Vec<Pending> {
    let count = u32::try_from(pending.len()).unwrap_or(u32::MAX);
    if let Some(first) = std::process::id().checked_rem(count).and_then(|first| usize::try_from(first).ok()) {
        pending.rotate_left(first);
    }
    pending
}
