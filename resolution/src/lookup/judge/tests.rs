use anchorhub_identity::name_key;

use super::*;

fn bearer(id: i64, name: &str) -> (Atom, Bearer) {
    let atom = Atom { id, key: name_key(name), name: name.to_owned(), merged_into: None };
    let bearer = Bearer {
        id,
        name: name.to_owned(),
        kind: SupplierKind::Unknown,
        postcode: None,
        district: None,
        identifiers: Vec::new(),
    };
    (atom, bearer)
}

fn company(number: &str) -> (String, String) {
    ("GB-COH".to_owned(), number.to_owned())
}

fn answer(question: &Question, those: &[(Atom, Bearer)]) -> Vec<(i64, u16, bool)> {
    let asked = Asked { question, key: name_key(&question.name), probes: Vec::new() };
    let atoms: Vec<&Atom> = those.iter().map(|(atom, _)| atom).collect();
    let bearers = those.iter().map(|(_, bearer)| (bearer.id, bearer.clone())).collect();
    let found = judge(&asked, &atoms, &bearers);
    found.into_iter().map(|found| (found.supplier_id, found.score, found.certain)).collect()
}

fn asks(name: &str) -> Question {
    Question { name: name.to_owned(), ..Question::default() }
}

#[test]
fn an_equal_key_is_certain_when_it_is_the_only_one() {
    let acme = bearer(1, "Acme Scaffolding Ltd");
    let found = answer(&asks("ACME SCAFFOLDING LIMITED"), std::slice::from_ref(&acme));
    assert!(matches!(found.as_slice(), [(1, AUTOMATIC.., true)]), "{found:?}");

    let mut split = bearer(2, "Acme Scaffolding Ltd");
    split.0.key = "ACME SCAFFOLDING#GB-COH-01234568".to_owned();
    let found = answer(&asks("Acme Scaffolding"), &[acme, split]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|(_, _, certain)| !certain), "{found:?}");
}

#[test]
fn atoms_of_one_supplier_do_not_compete() {
    let (old, mut joined) = (bearer(1, "Acme Scaffolding Ltd"), bearer(2, "Acme Scaffolders Ltd"));
    joined.0.merged_into = Some(1);
    let found = answer(&asks("Acme Scaffolders"), &[old.clone(), (joined.0, old.1)]);
    assert!(matches!(found.as_slice(), [(1, AUTOMATIC.., true)]), "{found:?}");
}

#[test]
fn an_identifier_decides_and_another_one_contradicts() {
    let (mut right, mut wrong) = (bearer(1, "Completely Different Words"), bearer(2, "Acme Scaffolding"));
    right.1.identifiers = vec![company("01234568")];
    wrong.1.identifiers = vec![company("07654321")];
    let question = Question { identifiers: vec![company("01234568")], ..asks("Acme Scaffolding") };
    let found = answer(&question, &[right, wrong]);
    assert_eq!(found[0], (1, 1_000, true));
    assert!(found[1].1 < REVIEW && !found[1].2, "{found:?}");
}

#[test]
fn an_identifier_stands_before_an_equal_name() {
    let (namesake, mut right) = (bearer(1, "Acme Scaffolding"), bearer(2, "Acme Scaffolding Ltd"));
    right.1.identifiers = vec![company("01234568")];
    let question = Question { identifiers: vec![company("01234568")], ..asks("Acme Scaffolding") };
    let found = answer(&question, &[namesake, right]);
    assert_eq!(found[0], (2, 1_000, true));
    assert!(found[1].0 == 1 && !found[1].2, "{found:?}");
}

#[test]
fn two_holders_of_an_identifier_are_for_people() {
    let those = [1, 2].map(|id| {
        let mut one = bearer(id, &format!("Firm {id}"));
        one.1.identifiers = vec![company("01234568")];
        one
    });
    let question = Question { identifiers: vec![company("01234568")], ..Question::default() };
    assert_eq!(answer(&question, &those), [(1, 1_000, false), (2, 1_000, false)]);
}

#[test]
fn another_district_contradicts() {
    let mut acme = bearer(1, "Acme Scaffolding Ltd");
    acme.1.district = Some("E08000031".to_owned());
    let asks_in =
        |district: &str| Question { districts: vec![district.to_owned()], ..asks("Acme Scaffolding") };
    let there = answer(&asks_in("E08000031"), std::slice::from_ref(&acme));
    let elsewhere = answer(&asks_in("E08000025"), std::slice::from_ref(&acme));
    assert!(there[0].2 && !elsewhere[0].2);
    assert_eq!(there[0].1 - elsewhere[0].1, 100);
}

#[test]
fn people_are_never_certain_by_name() {
    let mut smith = bearer(1, "Mr J Smith");
    smith.1.kind = SupplierKind::Individual;
    let found = answer(&asks("Mr J Smith"), &[smith]);
    assert!(matches!(found.as_slice(), [(1, AUTOMATIC.., false)]), "{found:?}");
}

#[test]
fn kinds_leave_out_only_what_is_known_to_be_another() {
    let (mut charity, unknown) = (bearer(1, "Acme Care"), bearer(2, "Acme Care"));
    charity.1.kind = SupplierKind::Charity;
    let question = Question { kinds: vec![SupplierKind::Company], ..asks("Acme Care") };
    let found = answer(&question, &[charity, unknown]);
    assert_eq!(found.iter().map(|(id, ..)| *id).collect::<Vec<_>>(), [2]);
}
