//! From blocking keys to the few name keys of a register that are worth a look.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    thread::available_parallelism,
};

use anchorhub_identity::{
    likeness::{REVIEW, Subject},
    probes,
};
use anchorhub_store::{Snapshot, StoreError, StoreErrorKind};

use super::read::Registers;
use crate::outline::Outline;

/// Name keys that are looked at in full for one name.
const MOST_KEYS: usize = 12;

/// What brackets and former names may add to a score that the key alone does not show, in thousandths.
const HIDDEN: u16 = 180;

/// A question on its way.
pub(super) struct Ask {
    /// Its place among the questions.
    pub(super) place: usize,
    pub(super) subject: Subject,
    /// A public body: not looked for among companies and charities.
    pub(super) is_public: bool,
    /// Name keys of the registers whose bearers may be meant.
    pub(super) keys: BTreeSet<String>,
}

/// Adds the keys that are most like each name.
pub(super) async fn rank(
    registers: &Registers,
    snapshot: &mut Snapshot,
    asks: Vec<Ask>,
) -> Result<Vec<Ask>, StoreError> {
    let probed: Vec<BTreeSet<String>> =
        asks.iter().map(|ask| ask.subject.keys().flat_map(probes).collect()).collect();
    let wanted: BTreeSet<&str> = probed.iter().flatten().map(String::as_str).collect();
    let blocks = Arc::new(registers.blocks(snapshot, &wanted).await?);

    let workers = available_parallelism().map_or(1, usize::from);
    let share = asks.len().div_ceil(workers).max(1);
    let mut work = asks.into_iter().zip(probed);
    let mut running = Vec::with_capacity(workers);
    loop {
        let mine: Vec<(Ask, BTreeSet<String>)> = work.by_ref().take(share).collect();
        if mine.is_empty() {
            break;
        }
        let blocks = blocks.clone();
        running.push(tokio::task::spawn_blocking(move || {
            mine.into_iter().map(|(ask, probed)| best(ask, &probed, &blocks)).collect::<Vec<Ask>>()
        }));
    }
    let mut ranked = Vec::new();
    for task in running {
        let done = task.await.map_err(|error| {
            StoreError::new(StoreErrorKind::Other, format!("ranking names failed: {error}"))
        })?;
        ranked.extend(done);
    }
    Ok(ranked)
}

/// Adds the best keys of the blocks of one name.
fn best(mut ask: Ask, probed: &BTreeSet<String>, blocks: &BTreeMap<String, Vec<String>>) -> Ask {
    let keys: BTreeSet<&str> =
        probed.iter().filter_map(|block| blocks.get(block)).flatten().map(String::as_str).collect();
    let mine: Vec<Outline> = ask.subject.keys().map(Outline::of).collect();
    let mut scored: Vec<(u16, &str)> = keys
        .into_iter()
        .filter(|key| {
            let theirs = Outline::of(key);
            mine.iter().any(|outline| outline.is_near(theirs))
        })
        .map(|key| (ask.subject.rough_score(key), key))
        .filter(|(score, _)| *score + HIDDEN >= REVIEW)
        .collect();
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let kept: Vec<String> = scored.into_iter().take(MOST_KEYS).map(|(_, key)| key.to_owned()).collect();
    ask.keys.extend(kept);
    ask
}
