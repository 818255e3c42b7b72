//! What comes out as contracts.

use super::tests::facts;
use crate::facts::{ChangeKind, ContractFact, ContractOrigin, EndBasis, ValueBasis};

const BASE: &str = r#""tag": ["award", "contract"],
    "parties": [{"id": "a", "name": "A Ltd", "roles": ["supplier"], "identifier": {"scheme": "GB-COH", "id": "00000001"}},
                {"id": "b", "name": "B Ltd", "roles": ["supplier"]}],
    "tender": {"title": "Roads"},
    "awards": [{"id": "1", "status": "active", "date": "2025-12-01", "suppliers": [{"id": "a"}],
                "value": {"amount": 50, "currency": "GBP"},
                "contractPeriod": {"startDate": "2026-01-01", "endDate": "2026-06-30"}}]"#;

fn contract_of(members: &[&str]) -> ContractFact {
    let mut contracts = facts(members).contracts;
    assert_eq!(contracts.len(), 1, "{contracts:?}");
    contracts.remove(0)
}

fn with_contract(members: &str) -> String {
    format!(r#"{BASE}, "contracts": [{{"id": "C", "awardID": "1"{members}}}]"#)
}

fn end(contract: &ContractFact) -> (String, Option<EndBasis>) {
    (contract.term.ends_on.map(|day| day.to_string()).unwrap_or_default(), contract.end_basis)
}

fn ends(day: &str, basis: EndBasis) -> (String, Option<EndBasis>) {
    (day.to_owned(), Some(basis))
}

/// A notice with this type about the contract.
fn notice(kind: &str, members: &str) -> String {
    format!(
        r#""id": "{kind}", "contracts": [{{"id": "C", "documents": [{{"id": "{kind}", "noticeType": "{kind}"}}]{members}}}]"#
    )
}

const PERIOD: &str =
    r#", "period": {"startDate": "2026-02-01", "endDate": "2026-12-31", "maxExtentDate": "2027-12-31"}"#;

#[test]
fn the_effective_end_is_the_strongest_that_is_stated() {
    let nothing = r#""awards": [{"id": "1", "suppliers": [{"name": "A"}]}], "contracts": [{"id": "C", "awardID": "1"}]"#;
    assert_eq!(end(&contract_of(&[nothing])), (String::new(), None));
    let of_award = with_contract("");
    assert_eq!(end(&contract_of(&[&of_award])), ends("2026-06-30", EndBasis::AwardPeriod));
    let reckoned = with_contract(r#", "period": {"startDate": "2026-02-01", "durationInMonths": 2}"#);
    assert_eq!(end(&contract_of(&[&reckoned])), ends("2026-06-30", EndBasis::AwardPeriod));
    let alone = r#""contracts": [{"id": "C", "period": {"startDate": "2026-02-01", "durationInMonths": 2}}]"#;
    assert_eq!(end(&contract_of(&[alone])), ends("2026-03-31", EndBasis::StartAndDuration));
    let own = with_contract(PERIOD);
    assert_eq!(end(&contract_of(&[&own])), ends("2026-12-31", EndBasis::ContractPeriod));
    let changed = notice("UK10", r#", "period": {"endDate": "2027-06-30"}"#);
    assert_eq!(end(&contract_of(&[&own, &changed])), ends("2027-06-30", EndBasis::Amended));
    let ended = notice("UK11", r#", "status": "terminated", "period": {"endDate": "2026-03-31"}"#);
    let contract = contract_of(&[&own, &changed, &ended]);
    assert_eq!(end(&contract), ends("2026-03-31", EndBasis::Termination));
    assert_eq!(contract.term.latest_end_on, None, "no options are left");
    // A corrected contract notice does not undo the change.
    assert_eq!(end(&contract_of(&[&own, &changed, &own])), ends("2027-06-30", EndBasis::Amended));
}

#[test]
fn a_termination_without_a_day_leaves_the_end_as_it_was() {
    let own = with_contract(PERIOD);
    let ended = notice(
        "UK11",
        r#", "terminationRationaleClassifications": [{"id": "x", "description": "By agreement"}]"#,
    );
    let contract = contract_of(&[&own, &ended]);
    assert_eq!(end(&contract), ends("2026-12-31", EndBasis::ContractPeriod));
    let [change] = &contract.changes[..] else { panic!("{contract:?}") };
    assert_eq!((change.kind, change.description.as_deref()), (ChangeKind::Termination, Some("By agreement")));
    assert_eq!(change.changed_on.map(|day| day.to_string()).as_deref(), Some("2026-01-02"));
    let completed = notice("UK11", r#", "implementation": {"endDate": "2026-04-30T00:00:00+01:00"}"#);
    assert_eq!(end(&contract_of(&[&own, &completed])), ends("2026-04-30", EndBasis::Termination));
}

#[test]
fn changes_are_deltas() {
    let own = with_contract(&format!(
        r#"{PERIOD}, "title": "Roads", "dateSigned": "2026-01-15T00:00:00Z",
        "value": {{"amount": 100, "amountGross": 120, "currency": "GBP"}}"#
    ));
    let changed = notice(
        "UK10",
        r#", "statusDetails": null, "amendments": [{"id": "UK10", "date": "2026-03-01T00:00:00Z", "rationale": "More roads"}],
        "period": {"endDate": "2027-06-30"}, "value": {"amount": 150}"#,
    );
    let proposed = notice(
        "UK10",
        r#", "amendments": [{"id": "next", "period": {"endDate": "2027-03-31"}, "value": {"amount": 90, "currency": "GBP"},
        "rationaleClassifications": [{"id": "y"}], "suppliersAdded": [{"name": "New Ltd"}], "suppliersRemoved": [{"name": "a ltd"}]}]"#,
    );
    let contract = contract_of(&[&own, &changed, &proposed]);
    assert_eq!(contract.title.as_deref(), Some("Roads"));
    assert_eq!(
        contract.value.as_ref().map(|value| (value.pence, value.basis)),
        Some((9_000, ValueBasis::Net))
    );
    assert_eq!(end(&contract), ends("2027-03-31", EndBasis::Amended));
    assert_eq!(contract.term.latest_end_on.map(|day| day.to_string()).as_deref(), Some("2027-12-31"));
    let told: Vec<_> = contract
        .changes
        .iter()
        .map(|change| {
            (change.kind, change.description.as_deref(), change.value.as_ref().map(|value| value.pence))
        })
        .collect();
    // The value of the first has no currency of its own.
    let expected =
        [(ChangeKind::Extension, Some("More roads"), None), (ChangeKind::Amendment, Some("y"), Some(9_000))];
    assert_eq!(told, expected);
    let names: Vec<&str> = contract.suppliers.iter().map(|supplier| supplier.name.as_str()).collect();
    assert_eq!(names, ["New Ltd"]);
}

#[test]
fn the_value_of_an_award_counts_for_its_only_contract() {
    let contract = contract_of(&[&with_contract("")]);
    assert_eq!(contract.value.map(|value| value.pence), Some(5_000));
    let two = format!(
        r#"{BASE}, "contracts": [{{"id": "C", "awardID": "1"}}, {{"id": "D", "awardID": "1", "value": {{"amountGross": 12, "currency": "GBP"}}}}]"#
    );
    let contracts = facts(&[&two]).contracts;
    assert_eq!(contracts.len(), 2);
    assert_eq!(contracts[0].value, None);
    assert_eq!(
        contracts[1].value.as_ref().map(|value| (value.pence, value.basis)),
        Some((1_200, ValueBasis::Gross))
    );
    assert!(
        contracts
            .iter()
            .all(|contract| contract.suppliers.len() == 1 && contract.award_key.as_deref() == Some("1"))
    );
}

#[test]
fn an_award_without_a_contract_is_one() {
    let contract = contract_of(&[BASE]);
    assert_eq!((contract.origin, contract.source_key.as_str()), (ContractOrigin::Award, "award/1"));
    assert_eq!((contract.title.as_deref(), contract.suppliers.len()), (Some("Roads"), 1));
    assert_eq!(end(&contract), ends("2026-06-30", EndBasis::AwardPeriod));
    for status in ["cancelled", "unsuccessful"] {
        let taken_back = BASE.replace("\"active\"", &format!("\"{status}\""));
        assert_eq!(facts(&[&taken_back]).contracts, []);
    }
    assert_eq!(
        facts(&[r#""awards": [{"id": 1, "amendments": [{"id": "x"}]}]"#]).contracts,
        [],
        "a delta of nothing known"
    );
    let later = facts(&[BASE, &with_contract("")]).contracts;
    assert_eq!(later.len(), 1);
    assert_eq!((later[0].origin, later[0].source_key.as_str()), (ContractOrigin::Contract, "contract/C"));
}

#[test]
fn contracts_and_awards_of_one_id_are_told_apart() {
    let both = r#""parties": [{"id": "a", "name": "A Ltd"}, {"id": "b", "name": "B Ltd"}],
        "awards": [{"id": "1", "suppliers": [{"id": "a"}], "relatedLots": ["1"]}, {"id": "1", "suppliers": [{"id": "b"}], "relatedLots": ["2"]}],
        "contracts": [{"id": "1", "awardID": "1", "value": {"amount": 10, "currency": "GBP"}},
                      {"id": "1", "awardID": "1", "value": {"amount": 20, "currency": "GBP"}}]"#;
    let told = |members: &[&str]| -> Vec<String> {
        let of = |contract: &ContractFact| {
            let value = contract.value.as_ref().map(|value| value.pence).unwrap_or_default();
            let supplier =
                contract.suppliers.first().map(|supplier| supplier.name.clone()).unwrap_or_default();
            format!(
                "{} {} {supplier} {} {value}",
                contract.source_key,
                contract.award_key.clone().unwrap_or_default(),
                contract.lots.join("+")
            )
        };
        facts(members).contracts.iter().map(of).collect()
    };
    let expected = ["contract/1 1 A Ltd 1 1000", "contract/1#2 1#2 B Ltd 2 2000"];
    assert_eq!(told(&[both]), expected);
    assert_eq!(told(&[both, both]), expected);
    let second = r#""parties": [{"id": "x", "name": "B Ltd"}], "awards": [{"id": "1", "suppliers": [{"id": "x"}], "relatedLots": ["2"]}],
        "contracts": [{"id": "1", "awardID": "1", "value": {"amount": 25, "currency": "GBP"}}]"#;
    assert_eq!(told(&[both, second]), ["contract/1 1 A Ltd 1 1000", "contract/1#2 1#2 B Ltd 2 2500"]);
}

#[test]
fn a_framework_has_a_ceiling() {
    let framework = with_contract(r#", "value": {"amount": 100, "currency": "GBP"}"#)
        .replace(r#""title": "Roads""#, r#""title": "Roads", "techniques": {"hasFrameworkAgreement": true}"#);
    let contract = contract_of(&[&framework]);
    assert!(contract.is_framework);
    assert_eq!(contract.value.map(|value| value.basis), Some(ValueBasis::Ceiling));
}
