//! From what is stated of an atom's names to its identifiers, and to the names that belong to another atom.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_identity::identifier::{Identifier, Scheme};
use serde_json::json;

use super::{
    Method, Row,
    choose::choose,
    problem,
    stated::{Source, Stated, Valid},
};
use crate::scheme::is_exclusive;

/// A published name of an atom.
#[derive(Clone, Debug, Default)]
pub(crate) struct Named {
    pub(crate) name_id: i64,
    pub(crate) stated: Vec<Stated>,
}

/// What an atom's identifiers are.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Settled {
    pub(crate) rows: Vec<Row>,
    /// Names that belong to other atoms, by the keys of those.
    pub(crate) moves: BTreeMap<String, Vec<i64>>,
}

/// The name key in an atom's key: what stands before `#`.
pub(crate) fn bare_key(key: &str) -> &str {
    key.split_once('#').map_or(key, |(bare, _)| bare)
}

/// The key of the atom that names with a company number go to.
fn split_key(key: &str, number: &Identifier) -> String {
    format!("{}#{}", bare_key(key), number.org_id())
}

/// Settles what is stated of the names of the atom with this key. `atoms` has the keys of atoms that have been split
/// off, as far as the numbers stated here name them.
pub(crate) fn settle(
    key: &str,
    names: &[Named],
    atoms: &BTreeSet<String>,
    is_confirmed: &impl Fn(&Identifier) -> bool,
) -> Settled {
    let moves = moves(key, names, atoms, is_confirmed);
    let gone: BTreeSet<i64> = moves.values().flatten().copied().collect();
    let staying: Vec<&Named> = names.iter().filter(|name| !gone.contains(&name.name_id)).collect();
    let mut rows = valid_rows(&staying, is_confirmed);
    let has: BTreeSet<(String, String)> =
        rows.iter().map(|row| (row.scheme.clone(), row.value.clone())).collect();
    rows.extend(refused_rows(&staying).into_iter().filter(|row| {
        // What one publisher mistakes for an identifier may be one elsewhere.
        !has.contains(&(row.scheme.clone(), row.value.clone()))
    }));
    Settled { rows, moves }
}

/// Names whose company number is another one than the atom's.
fn moves(
    key: &str,
    names: &[Named],
    atoms: &BTreeSet<String>,
    is_confirmed: &impl Fn(&Identifier) -> bool,
) -> BTreeMap<String, Vec<i64>> {
    let mut by_number: BTreeMap<&Identifier, (i64, Vec<i64>)> = BTreeMap::new();
    for name in names {
        let numbers =
            documents(valid(name).filter(|valid| valid.identifier.scheme == Scheme::CompaniesHouse));
        let number = match numbers.len() {
            0 => continue,
            _ => choose(&numbers, is_confirmed),
        };
        // A name with several numbers can go nowhere, and then nor can the others.
        let Some(number) = number else { return BTreeMap::new() };
        let documents = numbers.get(number).copied().unwrap_or(0);
        let entry = by_number.entry(number).or_default();
        entry.0 += documents;
        entry.1.push(name.name_id);
    }
    let others_are_wrong = || by_number.keys().filter(|number| is_confirmed(number)).count() == 1;
    let is_split_off = |number: &Identifier| atoms.contains(&split_key(key, number));
    let own: Option<&Identifier> = if key.contains('#') {
        by_number.keys().copied().find(|number| split_key(key, number) == key)
    } else if by_number.len() > 1
        && others_are_wrong()
        && !by_number.keys().any(|number| is_split_off(number))
    {
        return BTreeMap::new();
    } else {
        let free = by_number.iter().filter(|(number, _)| !is_split_off(number));
        free.min_by_key(|(number, (documents, _))| (-documents, **number)).map(|(number, _)| *number)
    };
    by_number
        .into_iter()
        .filter(|(number, _)| Some(*number) != own)
        .map(|(number, (_, names))| (split_key(key, number), names))
        .collect()
}

fn valid_rows(names: &[&Named], is_confirmed: &impl Fn(&Identifier) -> bool) -> Vec<Row> {
    let mut all: BTreeMap<&Identifier, Valid> = BTreeMap::new();
    for stated in names.iter().flat_map(|name| valid(name)) {
        match all.get_mut(&stated.identifier) {
            Some(known) => {
                known.documents += stated.documents;
                known.sources.extend(stated.sources.iter().copied());
            }
            None => {
                all.insert(&stated.identifier, stated.clone());
            }
        }
    }
    let mut by_scheme: BTreeMap<&Scheme, BTreeMap<&Identifier, i64>> = BTreeMap::new();
    for (identifier, stated) in &all {
        by_scheme.entry(&identifier.scheme).or_default().insert(identifier, stated.documents);
    }
    let mut rows = Vec::with_capacity(all.len());
    for (scheme, several) in by_scheme {
        let alone = several.len() == 1 || !is_exclusive(scheme.as_str());
        let right = if alone { None } else { choose(&several, is_confirmed) };
        for identifier in several.into_keys() {
            let Some(stated) = all.get(identifier) else { continue };
            let problem = match right {
                _ if alone => None,
                Some(right) if right == identifier => None,
                Some(_) => Some(problem::OUTWEIGHED),
                None => Some(problem::CONTRADICTED),
            };
            rows.push(valid_row(stated, is_confirmed(identifier), problem));
        }
    }
    rows
}

fn valid_row(stated: &Valid, confirmed: bool, problem: Option<&'static str>) -> Row {
    let institutions = stated.sources.iter().filter(|source| matches!(source, Source::Spend(_))).count();
    let in_contracts = stated.sources.contains(&Source::Contracts);
    let method = if in_contracts { Method::Notice } else { Method::Published };
    let several = i16::try_from(stated.sources.len().min(5)).unwrap_or(1);
    Row {
        scheme: stated.identifier.scheme.as_str().to_owned(),
        value: stated.identifier.value.clone(),
        method,
        // A statement is nearly certain; more so when others make it, too, and most when the register agrees.
        score: if confirmed { 1000 } else { 945 + 10 * several },
        evidence: json!({
            "published": stated.published,
            "remarks": stated.remarks,
            "documents": stated.documents,
            "institutions": institutions,
            "contracts": in_contracts,
            "registerHasName": confirmed,
        }),
        problem: problem.map(str::to_owned),
    }
}

fn refused_rows(names: &[&Named]) -> Vec<Row> {
    let mut rows: BTreeMap<(String, String), Row> = BTreeMap::new();
    for stated in names.iter().flat_map(|name| &name.stated) {
        let Stated::Refused { scheme, value, problem, hint, documents, source } = stated else { continue };
        rows.entry((scheme.clone(), value.clone())).or_insert_with(|| Row {
            scheme: scheme.clone(),
            value: value.clone(),
            method: match source {
                Source::Spend(_) => Method::Published,
                Source::Contracts => Method::Notice,
            },
            score: 0,
            evidence: json!({ "hint": hint, "documents": documents }),
            problem: Some((*problem).to_owned()),
        });
    }
    rows.into_values().collect()
}

fn valid(name: &Named) -> impl Iterator<Item = &Valid> {
    name.stated.iter().filter_map(|stated| match stated {
        Stated::Valid(valid) => Some(valid),
        Stated::Refused { .. } => None,
    })
}

fn documents<'a>(stated: impl Iterator<Item = &'a Valid>) -> BTreeMap<&'a Identifier, i64> {
    let mut documents = BTreeMap::new();
    for valid in stated {
        *documents.entry(&valid.identifier).or_default() += valid.documents;
    }
    documents
}
