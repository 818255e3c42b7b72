//! Pairs by likeness.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_identity::{
    NameKind, kind_of,
    likeness::{AUTOMATIC, Known, Likeness, REVIEW, Subject, likeness, written_out},
    probes,
};
use anchorhub_store::{LoadTx, StoreError};
use serde_json::json;

use super::{Found, Pair, contradict, peers, peers::Body};
use crate::{
    identifiers::bare_key,
    outline::Outline,
    prepare::{points, thousandths},
    scheme::is_exclusive,
};

/// Candidates kept of an atom.
const CANDIDATES: usize = 5;

/// What else is known than the names may add so much to a score.
const BESIDE_NAMES: u16 = 200;

/// Adds pairs that are alike enough to `links`, and gives those that are for people to decide.
pub(super) async fn alike(
    tx: &mut LoadTx,
    mine: &BTreeMap<i64, Body>,
    links: &mut BTreeMap<Pair, Found>,
) -> Result<BTreeMap<Pair, Found>, StoreError> {
    let pairs = pairs(tx, mine, links).await?;
    let others: BTreeSet<i64> =
        pairs.iter().flat_map(|(a, b)| [*a, *b]).filter(|atom| !mine.contains_key(atom)).collect();
    let mut bodies = peers::bodies(tx, &others).await?;
    bodies.extend(mine.iter().map(|(id, body)| (*id, body.clone())));
    bodies.retain(|_, body| is_compared(body));
    let bodies: BTreeMap<i64, (Body, [Outline; 3])> = bodies
        .into_iter()
        .map(|(id, body)| {
            let outlines = outlines(&body);
            (id, (body, outlines))
        })
        .collect();
    let mut subjects: BTreeMap<i64, Subject> = BTreeMap::new();
    let mut near: Vec<Pair> = Vec::new();
    let may_do = |score: u16| score + BESIDE_NAMES >= REVIEW;
    for (a, b) in pairs {
        let (Some((one, mine)), Some((other, theirs))) = (bodies.get(&a), bodies.get(&b)) else { continue };
        if bare_key(&one.key) == bare_key(&other.key) || contradict(&one.identifiers, &other.identifiers) {
            continue;
        }
        if !mine.iter().any(|mine| theirs.iter().any(|theirs| mine.is_near(*theirs))) {
            continue;
        }
        subjects.entry(a).or_insert_with(|| subject(one, BTreeSet::new()));
        subjects.entry(b).or_insert_with(|| subject(other, BTreeSet::new()));
        if let (Some(one), Some(other)) = (subjects.get(&a), subjects.get(&b))
            && (may_do(one.name_score(other)) || may_do(other.name_score(one)))
        {
            near.push((a, b));
        }
    }
    let at_hand: BTreeSet<i64> = near.iter().flat_map(|(a, b)| [*a, *b]).collect();
    let mut postcodes = peers::postcodes(tx, &at_hand).await?;
    let subjects: BTreeMap<i64, Subject> = at_hand
        .iter()
        .filter_map(|id| Some((*id, subject(&bodies.get(id)?.0, postcodes.remove(id).unwrap_or_default()))))
        .collect();
    let mut candidates: BTreeMap<Pair, Found> = BTreeMap::new();
    for pair in near {
        let (Some(one), Some(other)) = (subjects.get(&pair.0), subjects.get(&pair.1)) else { continue };
        let likeness = whichever(one, other);
        let found = Found {
            method: "SCORED",
            score: thousandths(likeness.score),
            evidence: json!({ "points": points(&likeness.points) }),
        };
        if likeness.score >= AUTOMATIC {
            links.insert(pair, found);
        } else if likeness.score >= REVIEW {
            candidates.insert(pair, found);
        }
    }
    Ok(best(candidates, mine))
}

/// Pairs of which one is ours and whose blocking keys meet, or who share an identifier that alone tells nothing.
async fn pairs(
    tx: &mut LoadTx,
    mine: &BTreeMap<i64, Body>,
    links: &BTreeMap<Pair, Found>,
) -> Result<BTreeSet<Pair>, StoreError> {
    // Others that bear an identifier of the same scheme, of which a body has one, either contradict or bear the very same one
    // and are linked by it: neither is read. Most suppliers of a file with company numbers are ruled out so.
    let mut probing: BTreeMap<Option<&str>, BTreeMap<String, Vec<i64>>> = BTreeMap::new();
    for (id, body) in mine.iter().filter(|(_, body)| is_compared(body)) {
        let scheme =
            body.identifiers.iter().map(|(scheme, _)| scheme.as_str()).find(|scheme| is_exclusive(scheme));
        let probing = probing.entry(scheme).or_default();
        for probe in probes(bare_key(&body.key)) {
            probing.entry(probe).or_default().push(*id);
        }
    }
    let mut pairs = BTreeSet::new();
    let mut add = |one: i64, other: i64| {
        let pair = (one.min(other), one.max(other));
        if one != other && !links.contains_key(&pair) {
            pairs.insert(pair);
        }
    };
    for (scheme, probing) in &probing {
        let in_blocks = peers::in_blocks(tx, &probing.keys().cloned().collect(), *scheme).await?;
        for (block, ours) in probing {
            for other in in_blocks.get(block).into_iter().flatten() {
                ours.iter().for_each(|one| add(*one, *other));
            }
        }
    }
    let weak = |scheme: &str| !crate::scheme::identifies(scheme);
    for bearers in peers::bearers(tx, mine, weak).await?.into_values() {
        if bearers.len() > super::EACH_WITH_EACH {
            continue;
        }
        for one in bearers.iter().filter(|bearer| mine.contains_key(&bearer.atom)) {
            bearers.iter().for_each(|other| add(one.atom, other.atom));
        }
    }
    Ok(pairs)
}

/// People and public bodies are never compared: two of them are called alike too easily.
fn is_compared(body: &Body) -> bool {
    !matches!(kind_of(&body.name), Some(NameKind::Individual | NameKind::PublicBody))
}

/// The rough forms of the key; of its words written out, as they are scored (`MGMT SVCS`); and of the whole name, with what
/// it trades as and what stands in brackets.
fn outlines(body: &Body) -> [Outline; 3] {
    let key = bare_key(&body.key);
    let whole: String = body.name.chars().filter(|letter| letter.is_alphanumeric()).collect();
    [Outline::of(key), Outline::of(&written_out(key)), Outline::of(&whole.to_uppercase())]
}

/// Either of the names may be the one that is shortened or says more.
fn whichever(one: &Subject, other: &Subject) -> Likeness {
    let (forth, back) = (likeness(one, other), likeness(other, one));
    if back.score > forth.score { back } else { forth }
}

fn subject(body: &Body, postcodes: BTreeSet<String>) -> Subject {
    Subject::published(Known {
        name: body.name.clone(),
        key: bare_key(&body.key).to_owned(),
        postcodes: postcodes.into_iter().collect(),
        identifiers: body.identifiers.iter().cloned().collect(),
        ..Known::default()
    })
}

/// The best candidates of each atom of ours.
fn best(candidates: BTreeMap<Pair, Found>, mine: &BTreeMap<i64, Body>) -> BTreeMap<Pair, Found> {
    let mut ordered: Vec<(Pair, Found)> = candidates.into_iter().collect();
    ordered.sort_by_key(|(pair, found)| (std::cmp::Reverse(found.score), *pair));
    let mut kept: BTreeMap<i64, usize> = BTreeMap::new();
    ordered
        .into_iter()
        .filter(|(pair, _)| {
            let ours = [pair.0, pair.1].into_iter().filter(|atom| mine.contains_key(atom));
            // It is kept if it is among the best of any of the two.
            let mut is_good = false;
            for atom in ours {
                let count = kept.entry(atom).or_default();
                *count += 1;
                is_good |= *count <= CANDIDATES;
            }
            is_good
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use anchorhub_identity::name_key;

    use super::*;

    #[test]
    fn names_that_differ_in_abbreviations_are_scored() {
        let body =
            |name: &str| Body { key: name_key(name), name: name.to_owned(), identifiers: BTreeSet::new() };
        let is_near = |one: &str, other: &str| {
            let (one, other) = (outlines(&body(one)), outlines(&body(other)));
            one.iter().any(|mine| other.iter().any(|theirs| mine.is_near(*theirs)))
        };
        for (one, other) in [
            ("ABC MGMT SVCS LTD", "ABC MANAGEMENT SERVICES LTD"),
            ("KDB SVCS", "KDB SERVICES LTD"),
            ("JPM MGMT", "JPM MANAGEMENT"),
            ("APEX MGT SVCS", "APEX MANAGEMENT SERVICES"),
            ("Bunzl UK Ltd T/A Greenham", "Greenham Ltd"),
        ] {
            assert!(is_near(one, other), "{one} | {other}");
        }
        assert!(!is_near("Copper & Sons Ltd", "Granite Housing Association"));
    }
}
