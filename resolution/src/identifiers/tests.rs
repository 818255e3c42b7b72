use std::collections::BTreeSet;

use anchorhub_identity::identifier::Identifier;

use super::{settle::Settled, *};

const ONE: &str = "02300000";
const OTHER: &str = "07654329";

fn told(scheme: &str, value: &str, documents: i64) -> Told {
    Told {
        source: Source::Spend(1),
        scheme: scheme.to_owned(),
        value: value.to_owned(),
        documents,
        is_vendor_column: false,
    }
}

fn named(name_id: i64, told: &[Told]) -> Named {
    Named { name_id, stated: told.iter().filter_map(Stated::read).collect() }
}

fn nothing_confirmed(_: &Identifier) -> bool {
    false
}

fn is_one(identifier: &Identifier) -> bool {
    identifier.value == ONE
}

/// Value and problem of each row.
fn rows(settled: &Settled) -> Vec<(&str, &str, Option<&str>)> {
    settled.rows.iter().map(|row| (row.scheme.as_str(), row.value.as_str(), row.problem.as_deref())).collect()
}

#[test]
fn statements_become_identifiers_in_normal_form() {
    let names = [
        named(1, &[told("company_number", "2300000", 3), told("company_number", "02300000", 1)]),
        named(2, &[told("charity_number", "1074622", 1), told("company_number", "RRK", 1)]),
        named(3, &[told("company_number", "", 1)]),
    ];
    let settled = settle("ACME", &names, &BTreeSet::new(), &nothing_confirmed);
    assert!(settled.moves.is_empty());
    let all = rows(&settled);
    assert!(all.contains(&("GB-COH", ONE, None)), "{all:?}");
    assert!(all.contains(&("GB-CHC", "1074622", None)), "{all:?}");
    let (scheme, value, problem) = all.iter().find(|(_, value, _)| *value == "RRK").unwrap();
    assert_eq!((*scheme, *value), ("GB-COH", "RRK"));
    assert!(problem.is_some());
    assert_eq!(all.len(), 3);
    assert_eq!(settled.rows[0].evidence["documents"], 4, "{:?}", settled.rows);
}

#[test]
fn a_column_of_vendor_numbers_is_not_believed() {
    let told = Told { is_vendor_column: true, ..told("company_number", ONE, 9) };
    let settled = settle("ACME", &[named(1, &[told])], &BTreeSet::new(), &nothing_confirmed);
    assert_eq!(rows(&settled), [("GB-COH", ONE, Some(problem::VENDOR_NUMBER))]);
}

#[test]
fn numbers_of_one_name_contradict_each_other() {
    let names = [named(1, &[told("company_number", ONE, 2), told("company_number", OTHER, 3)])];
    let settled = settle("ACME", &names, &BTreeSet::new(), &nothing_confirmed);
    let contradicted = Some(problem::CONTRADICTED);
    assert_eq!(rows(&settled), [("GB-COH", ONE, contradicted), ("GB-COH", OTHER, contradicted)]);
    // The register has the name with one of them.
    let settled = settle("ACME", &names, &BTreeSet::new(), &is_one);
    assert_eq!(rows(&settled), [("GB-COH", ONE, None), ("GB-COH", OTHER, Some(problem::OUTWEIGHED))]);
    // Many more documents state the other.
    let names = [named(1, &[told("company_number", ONE, 1), told("company_number", OTHER, 5)])];
    let settled = settle("ACME", &names, &BTreeSet::new(), &nothing_confirmed);
    assert_eq!(rows(&settled), [("GB-COH", ONE, Some(problem::OUTWEIGHED)), ("GB-COH", OTHER, None)]);
}

#[test]
fn names_with_another_number_get_an_atom_of_their_own() {
    let names = [
        named(1, &[told("company_number", ONE, 3)]),
        named(2, &[told("company_number", OTHER, 2)]),
        named(3, &[]),
    ];
    let settled = settle("ACME", &names, &BTreeSet::new(), &nothing_confirmed);
    let own = format!("ACME#GB-COH-{OTHER}");
    assert_eq!(settled.moves, [(own.clone(), vec![2])].into());
    assert_eq!(rows(&settled), [("GB-COH", ONE, None)]);
    // Once split off, it stays: the name with that number goes there though it has more documents now.
    let names = [named(1, &[told("company_number", ONE, 3)]), named(4, &[told("company_number", OTHER, 30)])];
    let settled = settle("ACME", &names, &BTreeSet::from([own.clone()]), &nothing_confirmed);
    assert_eq!(settled.moves, [(own.clone(), vec![4])].into());
    // And over there, it is at home.
    let settled = settle(&own, &[named(4, &[told("company_number", OTHER, 30)])], &BTreeSet::new(), &is_one);
    assert!(settled.moves.is_empty());
    // The register has this very name with one number only: the other is a mistake, not another firm.
    let names = [named(1, &[told("company_number", ONE, 3)]), named(2, &[told("company_number", OTHER, 2)])];
    let settled = settle("ACME", &names, &BTreeSet::new(), &is_one);
    assert!(settled.moves.is_empty());
    assert_eq!(rows(&settled), [("GB-COH", ONE, None), ("GB-COH", OTHER, Some(problem::OUTWEIGHED))]);
}

#[test]
fn several_vat_numbers_are_believed() {
    let names = [named(1, &[told("vat_number", "GD001", 1), told("vat_number", "HA501", 1)])];
    let settled = settle("ACME", &names, &BTreeSet::new(), &nothing_confirmed);
    assert_eq!(settled.rows.iter().filter(|row| row.is_believed()).count(), 2, "{:?}", settled.rows);
}
