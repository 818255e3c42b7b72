//! Working off the marks.

use std::{collections::BTreeSet, time::Duration};

use anchorhub_store::{Database, LoadTx, StoreError, StoreErrorKind};

use crate::{
    decisions,
    link::relink,
    pending::{self, Mark},
    prepare::Preparer,
    registers,
    reshape::reshape,
    write,
};

/// How often marks are looked at again that were set meanwhile, or that somebody else worked off.
const ROUNDS: u32 = 6;

/// The pause after a round that met others at work; doubled each time.
const PAUSE: Duration = Duration::from_millis(50);

/// Marks worked off in one transaction.
const STEP: u64 = 1_000;

/// Tables that fill as marks are worked off, or were filled by the load that set them.
const FILLED: [&str; 6] = [
    "supplier",
    "supplier_name",
    "supplier_evidence",
    "supplier_identifier",
    "supplier_block",
    "supplier_profile",
];

/// Growth of what is worked off after which they are looked at again.
const GROWTH: u64 = 4;

/// What a refresh did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Atoms of identity that were looked at.
    pub atoms: u64,
    /// Atoms that stand for another supplier than before.
    pub moved: u64,
    /// Atoms that are still marked: others are at them, or load into them without a pause.
    pub left: u64,
}

/// How far a refresh has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Atoms looked at so far.
    pub atoms: u64,
    /// Atoms that were marked when the present round began.
    pub marked: u64,
}

/// Resolves all marked atoms and whatever they touch, in steps, and takes the marks away; tells how far it has come.
/// Several processes may do so at once, also while documents are loaded: a mark that is set meanwhile stays, and what
/// is not finished here is finished by the next refresh. Without marks this costs one small statement.
pub async fn refresh(
    database: &Database,
    told: &mut (dyn FnMut(Progress) + Send),
) -> Result<Report, StoreError> {
    registers::mark_if_changed(database).await?;
    let mut report = Report::default();
    let mut preparer = None;
    let mut renewed = STEP;
    for round in 0..ROUNDS {
        report.left = pending::count(database).await?;
        if report.left == 0 {
            return Ok(report);
        }
        if round > 0 {
            tokio::time::sleep(PAUSE * 2_u32.pow(round)).await;
        }
        let preparer = match &mut preparer {
            Some(preparer) => preparer,
            none => none.insert(Preparer::new(database).await?),
        };
        let marked = report.left;
        if round == 0 && marked >= STEP {
            renew_statistics(database).await;
        }
        let mut after = i64::MIN;
        loop {
            let marks = pending::next(database, after, STEP).await?;
            let Some(last) = marks.last() else { break };
            after = last.supplier_id;
            if let Some((atoms, moved)) = unless_locked(step(database, preparer, &marks).await)? {
                report.atoms += atoms;
                report.moved += moved;
            }
            told(Progress { atoms: report.atoms, marked });
            if report.atoms >= renewed {
                renewed = report.atoms.saturating_mul(GROWTH);
                renew_statistics(database).await;
            }
            if u64::try_from(marks.len()).unwrap_or(u64::MAX) == STEP {
                database.let_others_write().await;
            }
        }
    }
    report.left = pending::count(database).await?;
    Ok(report)
}

/// Only helps to be fast: whoever else is at it, or holds the tables, does not stop anything.
async fn renew_statistics(database: &Database) {
    if let Err(error) = database.renew_statistics(&FILLED).await {
        tracing::debug!(%error, "statistics could not be renewed");
    }
}

/// Works some marks off in one transaction; gives the atoms looked at, and those that stand elsewhere now.
async fn step(
    database: &Database,
    preparer: &mut Preparer,
    marks: &[Mark],
) -> Result<(u64, u64), StoreError> {
    // Whatever needs no lock is done before: who loads waits for us from here on.
    let mut prepared = preparer.prepare(database, marks).await?;
    let mut tx = LoadTx::begin(database).await?;
    tx.lock_suppliers().await?;
    // Somebody else may have been faster, or sources may say more by now: then the mark is another one.
    let standing = pending::standing(&mut tx, marks).await?;
    if standing.is_empty() {
        return Ok((0, 0));
    }
    prepared.retain(|atom| standing.contains(&atom.id));
    let ids: BTreeSet<i64> = prepared.iter().map(|atom| atom.id).collect();
    let decided = decisions::about(&mut tx, &ids).await?;
    write::atoms(&mut tx, &prepared, &decided).await?;
    write::candidates(&mut tx, &prepared).await?;
    let reached = write::move_names(&mut tx, &prepared).await?;
    relink(&mut tx, &ids).await?;
    let reshaped = reshape(&mut tx, &ids.union(&reached).copied().collect()).await?;
    pending::take(&mut tx, &standing).await?;
    tx.mark_suppliers(&reached).await?;
    tx.commit().await?;
    Ok((u64::try_from(ids.len()).unwrap_or(u64::MAX), reshaped.moved))
}

/// Somebody else who holds what is needed will be done soon: nothing is lost by trying later.
fn unless_locked<T>(result: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == StoreErrorKind::Locked => {
            tracing::debug!(%error, "others are at work on suppliers");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
