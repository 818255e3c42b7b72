//! From blocking keys to the few name keys of a register that are worth a look.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    thread::available_parallelism,
};

use anchorhub_identity::{
    likeness::{REVIEW, Subject, telling, written_out},
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

/// The rough forms of a name: those that a register's name is near if it may be the same.
struct Rough {
    /// Of its keys, as they stand and with abbreviations written out (`MGMT SVCS`).
    whole: Vec<Outline>,
    /// Without words for a kind of body, which may be said in another way (`SURGERY`, `MEDICAL CENTRE`).
    telling: Vec<Outline>,
}

impl Rough {
    fn of(subject: &Subject) -> Self {
        let mut rough = Self { whole: Vec::with_capacity(4), telling: Vec::new() };
        for key in subject.keys() {
            rough.whole.push(Outline::of(key));
            let written_out = written_out(key);
            if written_out != key {
                rough.whole.push(Outline::of(&written_out));
            }
            rough.telling.extend(telling(key).map(|telling| Outline::of(&telling)));
        }
        rough
    }

    fn is_near(&self, key: &str) -> bool {
        let theirs = Outline::of(key);
        self.whole.iter().any(|mine| mine.is_near(theirs))
            || (!self.telling.is_empty()
                && telling(key).is_some_and(|theirs| {
                    let theirs = Outline::of(&theirs);
                    self.telling.iter().any(|mine| mine.is_near(theirs))
                }))
    }
}

/// Adds the best keys of the blocks of one name.
fn best(mut ask: Ask, probed: &BTreeSet<String>, blocks: &BTreeMap<String, Vec<String>>) -> Ask {
    let keys: BTreeSet<&str> =
        probed.iter().filter_map(|block| blocks.get(block)).flatten().map(String::as_str).collect();
    let rough = Rough::of(&ask.subject);
    let mut scored: Vec<(u16, &str)> = keys
        .into_iter()
        .filter(|key| rough.is_near(key))
        .map(|key| (ask.subject.rough_score(key), key))
        .filter(|(score, _)| *score + HIDDEN >= REVIEW)
        .collect();
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let kept: Vec<String> = scored.into_iter().take(MOST_KEYS).map(|(_, key)| key.to_owned()).collect();
    ask.keys.extend(kept);
    ask
}
