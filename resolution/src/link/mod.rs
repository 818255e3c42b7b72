//! Which atoms are, or may be, one: by identifiers that they share, and by likeness.
//!
//! Pairs by likeness are those whose blocking keys meet. Never linked by it: names of people and of public bodies,
//! atoms whose identifiers contradict each other, and atoms that were split from one another.

mod alike;
mod peers;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_store::{LoadTx, StoreError};
use serde_json::{Value as Json, json};

use crate::{
    identifiers::Method,
    scheme::{identifies, is_exclusive},
};
use alike::alike;
pub(crate) use peers::{Body, bodies};

/// Atoms that share an identifier are linked each with each, up to so many; beyond that each with the first.
const EACH_WITH_EACH: usize = 64;

/// Two atoms, the smaller id first.
type Pair = (i64, i64);

/// Why two atoms are, or may be, one.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    method: &'static str,
    score: i16,
    evidence: Json,
}

/// Looks for atoms that are one with any of these, and puts what it finds in the place of what is there.
pub(crate) async fn relink(tx: &mut LoadTx, atoms: &BTreeSet<i64>) -> Result<(), StoreError> {
    let mine = bodies(tx, atoms).await?;
    let mut links = by_identifier(tx, &mine).await?;
    let candidates = alike(tx, &mine, &mut links).await?;
    write::replace(tx, atoms, &links, &candidates).await
}

/// Pairs that share an identifier which tells who somebody is.
async fn by_identifier(
    tx: &mut LoadTx,
    mine: &BTreeMap<i64, Body>,
) -> Result<BTreeMap<Pair, Found>, StoreError> {
    let mut links: BTreeMap<Pair, Found> = BTreeMap::new();
    for ((scheme, value), bearers) in peers::bearers(tx, mine, identifies).await? {
        let all = bearers.len() <= EACH_WITH_EACH;
        let Some(first) = bearers.first().copied() else { continue };
        for one in bearers.iter().filter(|bearer| mine.contains_key(&bearer.atom)) {
            let others = if all { bearers.as_slice() } else { std::slice::from_ref(&first) };
            for other in others.iter().filter(|other| other.atom != one.atom) {
                let method = one.method.max(other.method);
                let found = Found {
                    method: method.of_link(),
                    score: one.score.min(other.score),
                    evidence: json!({ "scheme": scheme, "value": value, "methods": [one.method.name(), other.method.name()] }),
                };
                let pair = (one.atom.min(other.atom), one.atom.max(other.atom));
                let known = links.get(&pair);
                if known.is_none_or(|known| known.score < found.score) {
                    links.insert(pair, found);
                }
            }
        }
    }
    Ok(links)
}

/// Whether there is a scheme in which both have identifiers, and none in common.
fn contradict(one: &BTreeSet<(String, String)>, other: &BTreeSet<(String, String)>) -> bool {
    one.iter().filter(|(scheme, _)| is_exclusive(scheme)).any(|(scheme, _)| {
        let mut theirs = other.iter().filter(|(their_scheme, _)| their_scheme == scheme).peekable();
        theirs.peek().is_some() && !theirs.any(|identifier| one.contains(identifier))
    })
}

/// A bearer of an identifier, in the order of ids.
#[derive(Clone, Copy, Debug)]
struct Bearer {
    atom: i64,
    method: Method,
    score: i16,
}
