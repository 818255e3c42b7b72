//! A scan by several threads, which take chunks from one list.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use anchorhub_store::{QueryBudget, StoreError, StoreErrorKind};

use super::{
    amount::Amount,
    groups::Groups,
    question::Question,
    suppliers::Distinct,
    worker::{Sums, Tables},
};
use crate::AnalysisError;

/// Tells a scan that nobody waits for it any more.
#[derive(Debug, Default)]
pub(crate) struct Stop {
    pub(crate) budget: Option<QueryBudget>,
    pub(crate) abandoned: AtomicBool,
}

impl Stop {
    pub(crate) fn is_due(&self) -> bool {
        self.abandoned.load(Ordering::Relaxed) || self.budget.as_ref().is_some_and(QueryBudget::spent)
    }
}

/// How large the answer of one thread may become.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) groups: usize,
    pub(super) pairs: usize,
}

/// Why a scan has no result.
pub(super) enum Halt {
    /// The groups do not fit.
    Full,
    Failed(AnalysisError),
}

/// Scans all chunks with some threads besides the calling one.
pub(super) fn scan<A: Amount, G: Groups>(
    question: &Question,
    supplier_of_name: &[u32],
    helpers: usize,
    stop: &Stop,
    room: Room,
    begin: impl Fn() -> (G, Distinct) + Sync,
) -> Result<Sums<A, G>, Halt> {
    let next = AtomicUsize::new(0);
    let is_full = AtomicBool::new(false);
    let share = || -> Result<Sums<A, G>, Halt> {
        let (groups, distinct) = begin();
        let mut sums = Sums::new(question, groups, distinct);
        let mut tables = Tables::default();
        while let Some(work) = question.work.get(next.fetch_add(1, Ordering::Relaxed)) {
            if stop.is_due() {
                return Err(Halt::Failed(over()));
            }
            if is_full.load(Ordering::Relaxed) {
                return Err(Halt::Full);
            }
            sums.add(question, work, supplier_of_name, &mut tables);
            if sums.groups.slots() > room.groups || sums.distinct.pairs() > room.pairs {
                is_full.store(true, Ordering::Relaxed);
                return Err(Halt::Full);
            }
        }
        Ok(sums)
    };
    let helpers = helpers.min(question.work.len().saturating_sub(1));
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..helpers).map(|_| scope.spawn(share)).collect();
        let mut sums = share();
        for other in others {
            let other = other.join().unwrap_or_else(|_| Err(Halt::Failed(broken())));
            sums = match (sums, other) {
                (Ok(mut sums), Ok(more)) => {
                    sums.merge(more, question);
                    Ok(sums)
                }
                (Err(halt @ Halt::Failed(_)), _) | (_, Err(halt)) | (Err(halt), _) => Err(halt),
            };
        }
        sums
    })
}

fn over() -> AnalysisError {
    AnalysisError::Store(StoreError::new(StoreErrorKind::Deadline, "the request's time for the scan is over"))
}

fn broken() -> AnalysisError {
    AnalysisError::Store(StoreError::new(StoreErrorKind::Other, "a thread of the scan ended with a panic"))
}
