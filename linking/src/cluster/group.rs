//! From pairs to clusters.
//!
//! The surest pairs join first, and two groups join only when no contract of one contradicts a contract of the
//! other. (Chains of single pairs would end with contracts in one cluster that cannot be the same.)

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use super::{
    Standing,
    candidates::{Pair, matches},
    contradiction::contradict,
    facts::Facts,
    rules::Match,
};

/// Where each contract stands, in the order given. `related` has pairs of processes that name each other.
pub(crate) fn group(contracts: &[Facts], related: &BTreeSet<(i64, i64)>) -> Vec<Standing> {
    let found = matches(contracts, related);
    let mut standing = vec![None; contracts.len()];
    for members in clusters(contracts, &found) {
        let representative = members.iter().copied().min_by_key(|place| rank(&contracts[*place]));
        let Some(cluster_id) = representative.map(|place| contracts[place].id) else { continue };
        for place in &members {
            let strongest = members
                .iter()
                .filter_map(|other| found.get(&(*place.min(other), *place.max(other))))
                .max_by_key(|found| (found.confidence, Reverse(found.method)));
            let because = strongest.map(|found| (found.method, found.confidence));
            standing[*place] = Some(Standing { cluster_id, because });
        }
    }
    let alone = |facts: &Facts| Standing { cluster_id: facts.id, because: None };
    standing
        .into_iter()
        .zip(contracts)
        .map(|(standing, facts)| standing.unwrap_or_else(|| alone(facts)))
        .collect()
}

/// Groups of two and more contracts.
fn clusters(contracts: &[Facts], found: &HashMap<Pair, Match>) -> Vec<Vec<usize>> {
    let mut pairs: Vec<(&Pair, &Match)> = found.iter().collect();
    pairs.sort_by_cached_key(|((a, b), found)| {
        let (a, b) = (&contracts[*a].source_key, &contracts[*b].source_key);
        // Never by place or id, which depend on what arrived first.
        (Reverse(**found), a.min(b), a.max(b))
    });
    let mut group_of: HashMap<usize, usize> = HashMap::new();
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for ((a, b), _) in pairs {
        let [one, other] = [*a, *b].map(|place| group_of.get(&place).copied().unwrap_or(place));
        if one == other {
            continue;
        }
        let members = |group: usize| groups.get(&group).cloned().unwrap_or_else(|| vec![group]);
        let (ours, theirs) = (members(one), members(other));
        let apart = |a: &usize| theirs.iter().any(|b| contradict(&contracts[*a], &contracts[*b]));
        if ours.iter().any(apart) {
            continue;
        }
        groups.remove(&other);
        group_of.extend(ours.iter().chain(&theirs).map(|place| (*place, one)));
        groups.insert(one, ours.into_iter().chain(theirs).collect());
    }
    groups.into_values().collect()
}

/// What makes a contract stand for its cluster: what it was read from, how much it says, and the lowest id.
fn rank(facts: &Facts) -> impl Ord {
    (facts.origin, Reverse(facts.filled), facts.id)
}

#[cfg(test)]
mod tests;
