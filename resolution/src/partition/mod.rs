//! From pairs to suppliers: which atoms are one.
//!
//! Decisions of people join first, then links, the surest before the others. Two groups never join when a decision
//! keeps a member of one apart from a member of the other, or when their identifiers contradict each other; a
//! decision that they are the same stands above their identifiers. What comes out depends on what is known, not on
//! the order in which it arrived.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

#[cfg(test)]
mod tests;

/// Scheme and value of an identifier.
pub(crate) type Id = (String, String);

/// An atom of identity, and what it brings along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Atom {
    pub(crate) id: i64,
    /// Its key, which no other atom has.
    pub(crate) key: String,
    /// Believed identifiers of schemes in which a body has one: others of the same scheme contradict them.
    pub(crate) exclusive: BTreeSet<Id>,
    /// Identifiers of which people say that they are not its own.
    pub(crate) denied: BTreeSet<Id>,
}

/// Two atoms that a rule takes for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) pair: (i64, i64),
    /// In thousandths.
    pub(crate) score: i16,
}

/// What is known of how atoms belong together. Pairs with an atom that is not among those given don't count.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub(crate) same: Vec<(i64, i64)>,
    pub(crate) apart: Vec<(i64, i64)>,
    pub(crate) links: Vec<Link>,
}

/// The canonical atom of each atom: the one with the smallest id in its group.
pub(crate) fn partition(atoms: &[Atom], known: &Known) -> BTreeMap<i64, i64> {
    let mut groups = Groups::new(atoms, &known.apart);
    let mut same: Vec<(usize, usize)> = groups.places(known.same.iter().copied()).collect();
    groups.sort(&mut same, |_| 0);
    for (a, b) in same {
        groups.join(a, b, Claim::Decided);
    }
    let score: HashMap<(usize, usize), i16> = known
        .links
        .iter()
        .filter_map(|link| groups.place(link.pair).map(|pair| (pair, link.score)))
        .collect();
    let mut links: Vec<(usize, usize)> = score.keys().copied().collect();
    groups.sort(&mut links, |pair| score.get(&pair).copied().unwrap_or(0));
    for (a, b) in links {
        groups.join(a, b, Claim::Found);
    }
    groups.finish()
}

/// Who says that two are one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    /// A person.
    Decided,
    /// A rule.
    Found,
}

struct Groups<'a> {
    atoms: Vec<&'a Atom>,
    places: HashMap<i64, usize>,
    /// The group of each atom.
    group_of: Vec<usize>,
    /// By the place of the first atom; emptied when the group joins another.
    groups: Vec<Group<'a>>,
    /// Atoms that a decision keeps apart from an atom.
    apart: HashMap<usize, Vec<usize>>,
}

#[derive(Default)]
struct Group<'a> {
    members: Vec<usize>,
    exclusive: BTreeMap<&'a str, BTreeSet<&'a str>>,
    denied: BTreeSet<&'a Id>,
}

impl<'a> Groups<'a> {
    fn new(atoms: &'a [Atom], apart: &[(i64, i64)]) -> Self {
        let mut atoms: Vec<&Atom> = atoms.iter().collect();
        // By key: never by id, which depends on what arrived first.
        atoms.sort_by(|a, b| a.key.cmp(&b.key));
        let places = atoms.iter().enumerate().map(|(place, atom)| (atom.id, place)).collect();
        let groups = atoms.iter().enumerate().map(|(place, atom)| Group::of(place, atom)).collect();
        let group_of = (0..atoms.len()).collect();
        let mut all = Self { atoms, places, group_of, groups, apart: HashMap::new() };
        let pairs: Vec<(usize, usize)> = all.places(apart.iter().copied()).collect();
        for (a, b) in pairs {
            all.apart.entry(a).or_default().push(b);
            all.apart.entry(b).or_default().push(a);
        }
        all
    }

    fn place(&self, (a, b): (i64, i64)) -> Option<(usize, usize)> {
        let (a, b) = (*self.places.get(&a)?, *self.places.get(&b)?);
        Some((a.min(b), a.max(b)))
    }

    fn places(&self, pairs: impl Iterator<Item = (i64, i64)>) -> impl Iterator<Item = (usize, usize)> {
        pairs.filter_map(|pair| self.place(pair))
    }

    /// The highest score first; then in the order of keys, which are places.
    fn sort(&self, pairs: &mut Vec<(usize, usize)>, score: impl Fn((usize, usize)) -> i16) {
        pairs.sort_unstable_by_key(|pair| (Reverse(score(*pair)), *pair));
        pairs.dedup();
    }

    fn join(&mut self, a: usize, b: usize, claim: Claim) {
        let (one, other) = (self.group_of[a], self.group_of[b]);
        if one == other || self.are_apart(one, other) {
            return;
        }
        let (ours, theirs) = (&self.groups[one], &self.groups[other]);
        if claim == Claim::Found && (ours.contradicts(theirs) || ours.denies(theirs) || theirs.denies(ours)) {
            return;
        }
        let (small, large) =
            if ours.members.len() < theirs.members.len() { (one, other) } else { (other, one) };
        let joining = std::mem::take(&mut self.groups[small]);
        for member in &joining.members {
            self.group_of[*member] = large;
        }
        self.groups[large].take(joining);
    }

    fn are_apart(&self, one: usize, other: usize) -> bool {
        let (ours, theirs) = (&self.groups[one].members, &self.groups[other].members);
        let (fewer, group) = if ours.len() < theirs.len() { (ours, other) } else { (theirs, one) };
        fewer
            .iter()
            .flat_map(|member| self.apart.get(member))
            .flatten()
            .any(|apart| self.group_of[*apart] == group)
    }

    fn finish(self) -> BTreeMap<i64, i64> {
        let mut canonical = BTreeMap::new();
        for group in &self.groups {
            let ids = || group.members.iter().map(|place| self.atoms[*place].id);
            let Some(first) = ids().min() else { continue };
            canonical.extend(ids().map(|id| (id, first)));
        }
        canonical
    }
}

impl<'a> Group<'a> {
    fn of(place: usize, atom: &'a Atom) -> Self {
        let mut exclusive: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (scheme, value) in &atom.exclusive {
            exclusive.entry(scheme).or_default().insert(value);
        }
        Self { members: vec![place], exclusive, denied: atom.denied.iter().collect() }
    }

    /// Whether there is a scheme in which both have identifiers, and none in common.
    fn contradicts(&self, other: &Self) -> bool {
        self.exclusive.iter().any(|(scheme, values)| {
            other.exclusive.get(scheme).is_some_and(|others| values.is_disjoint(others))
        })
    }

    /// Whether people say that an identifier of the other is not one of ours.
    fn denies(&self, other: &Self) -> bool {
        self.denied.iter().any(|(scheme, value)| {
            other.exclusive.get(scheme.as_str()).is_some_and(|values| values.contains(value.as_str()))
        })
    }

    fn take(&mut self, other: Self) {
        self.members.extend(other.members);
        self.denied.extend(other.denied);
        for (scheme, values) in other.exclusive {
            self.exclusive.entry(scheme).or_default().extend(values);
        }
    }
}
