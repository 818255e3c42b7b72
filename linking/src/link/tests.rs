//! Links do not depend on the order of arrival, and are made to contracts that fit only.

use std::collections::BTreeMap;

use proptest::{prelude::*, sample::select};

use super::{
    Key, Link, Method,
    contract::{Contract, Term},
    example::{contract, day, payment},
    index::Index,
    plan::Plan,
    read::Payment,
};

fn links(contracts: &[Contract], payments: &[Payment]) -> BTreeMap<Key, Link> {
    let index = Index::new(contracts.to_vec());
    let mut plan = Plan::new(&index);
    payments.iter().for_each(|payment| plan.look(payment));
    plan.finish().into_iter().map(|(link, _)| (link.payment, link)).collect()
}

#[test]
fn the_strongest_method_wins() {
    let mut named = contract(1);
    named.references.insert("DN774246".to_owned());
    let by_reference = Payment { contract_ref: Some("DN774246".to_owned()), ..payment(1) };
    let by_text = Payment { purpose: Some("Grounds (DN774246)".to_owned()), ..payment(2) };
    let by_period = payment(3);
    let credit = Payment { pence: -100_000, ..payment(4) };
    let found = links(&[named], &[by_reference, by_text, by_period, credit]);
    let found: Vec<_> = found.values().map(|link| (link.method, link.confidence)).collect();
    assert_eq!(
        found,
        [
            (Method::Reference, 95),
            (Method::PurchaseOrder, 85),
            (Method::SupplierPeriodValue, 80),
            (Method::SupplierPeriodValue, 80)
        ]
    );
}

#[test]
fn a_reference_that_does_not_fit_is_not_overruled() {
    let mut contracts = [contract(1), contract(2)];
    contracts[0].references.insert("S1417".to_owned());
    (contracts[1].suppliers, contracts[1].value) = ([8].into(), None);
    let wrong = Payment { supplier_id: Some(8), contract_ref: Some("S1417".to_owned()), ..payment(1) };
    let unknown = Payment { supplier_id: Some(8), contract_ref: Some("S9999".to_owned()), ..payment(2) };
    let found = links(&contracts, &[wrong, unknown]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[&(1, 2)].contract_id, 2);
    assert_eq!(found[&(1, 2)].confidence, 60);
}

#[test]
fn a_supplier_paid_for_more_than_the_contract_is_not_linked() {
    let small = Contract { value: Some(150_000), ..contract(1) };
    let one = [payment(1)];
    assert_eq!(links(std::slice::from_ref(&small), &one)[&(1, 1)].confidence, 80);
    let two = [payment(1), payment(2)];
    assert_eq!(links(std::slice::from_ref(&small), &two)[&(1, 1)].confidence, 60);
    let four = [payment(1), payment(2), payment(3), payment(4)];
    assert_eq!(links(&[small], &four), BTreeMap::new());
}

fn any_contract() -> impl Strategy<Value = Contract> {
    let starts = select(vec![None, Some(day("2024-04-01")), Some(day("2025-04-01"))]);
    let ends = select(vec![None, Some(day("2025-03-31")), Some(day("2026-03-31"))]);
    let suppliers = select(vec![vec![], vec![7], vec![8], vec![7, 8]]);
    let references = select(vec![None, Some("S1417"), Some("DN774246"), Some("30142670")]);
    let values = select(vec![None, Some(100_000), Some(10_000_000)]);
    (starts, ends, suppliers, references, values, any::<bool>()).prop_map(
        |(starts, ends, suppliers, reference, value, is_framework)| Contract {
            id: 0,
            references: reference.into_iter().map(str::to_owned).collect(),
            suppliers: suppliers.into_iter().collect(),
            starts,
            ends,
            value: value.filter(|_| !is_framework),
            is_framework,
        },
    )
}

fn any_payment() -> impl Strategy<Value = Payment> {
    let texts =
        || select(vec![None, Some("S1417"), Some("ref dn-774246"), Some("PO 30142670"), Some("A1B2C3")]);
    let days = select(vec!["2024-03-20", "2024-07-01", "2025-05-01", "2026-05-01", "2027-01-01"]);
    let suppliers = select(vec![None, Some(7), Some(8), Some(9)]);
    let pence = select(vec![-50_000, 40_000, 100_000]);
    (texts(), texts(), days, suppliers, pence).prop_map(
        |(contract_ref, purpose, paid_on, supplier_id, pence)| Payment {
            paid_on: day(paid_on),
            supplier_id,
            pence,
            contract_ref: contract_ref.map(str::to_owned),
            purpose: purpose.map(str::to_owned),
            ..payment(0)
        },
    )
}

fn hub() -> impl Strategy<Value = (Vec<Contract>, Vec<Payment>)> {
    let contracts = prop::collection::vec(any_contract(), 0..6);
    let payments = prop::collection::vec(any_payment(), 0..12);
    (contracts, payments).prop_map(|(contracts, payments)| {
        let numbered = (1..).zip(contracts).map(|(id, contract)| Contract { id, ..contract });
        (numbered.collect(), (1..).zip(payments).map(|(seq, payment)| Payment { seq, ..payment }).collect())
    })
}

fn shuffled() -> impl Strategy<Value = (Vec<Contract>, Vec<Payment>, Vec<Contract>, Vec<Payment>)> {
    hub().prop_flat_map(|(contracts, payments)| {
        let others = (Just(contracts.clone()).prop_shuffle(), Just(payments.clone()).prop_shuffle());
        (Just(contracts), Just(payments), others).prop_map(|(a, b, (c, d))| (a, b, c, d))
    })
}

proptest! {
    #[test]
    fn order_of_arrival_does_not_matter((contracts, payments, others, again) in shuffled()) {
        prop_assert_eq!(links(&contracts, &payments), links(&others, &again));
    }

    #[test]
    fn links_lead_to_contracts_that_fit((contracts, payments) in hub()) {
        let found = links(&contracts, &payments);
        for payment in &payments {
            let Some(link) = found.get(&payment.key()) else { continue };
            let contract = contracts.iter().find(|contract| contract.id == link.contract_id).unwrap();
            prop_assert!((50..=100).contains(&link.confidence));
            let holds = payment.supplier_id.is_some_and(|supplier| contract.suppliers.contains(&supplier));
            if link.method != Method::Reference {
                prop_assert!(payment.supplier_id.is_some());
                prop_assert!(holds || contract.suppliers.is_empty());
            }
            if link.method == Method::SupplierPeriodValue {
                let term = |contract: &Contract| contract.term(payment.paid_on);
                prop_assert!(holds && matches!(term(contract), Term::Within | Term::Late));
                let rivals = contracts.iter().filter(|other| {
                    other.id != contract.id
                        && payment.supplier_id.is_some_and(|supplier| other.suppliers.contains(&supplier))
                        && term(other) == Term::Within
                });
                // Another one in force is never as good, unless it is a framework behind a call-off.
                for rival in rivals {
                    prop_assert!(rival.is_framework && !contract.is_framework);
                }
            }
        }
    }

    /// Other suppliers' contracts and payments change nothing.
    #[test]
    fn suppliers_apart_do_not_matter((contracts, payments) in hub()) {
        let apart = contracts.iter().map(|contract| Contract {
            id: contract.id + 100,
            suppliers: contract.suppliers.iter().map(|supplier| supplier + 100).collect(),
            references: contract.references.iter().map(|reference| format!("X{reference}")).collect(),
            ..contract.clone()
        });
        let both: Vec<Contract> = contracts.iter().cloned().chain(apart).collect();
        let strangers = payments.iter().map(|payment| Payment {
            document_id: 2,
            supplier_id: payment.supplier_id.map(|supplier| supplier + 100),
            contract_ref: payment.contract_ref.as_ref().map(|text| format!("X{text}")),
            purpose: None,
            ..payment.clone()
        });
        let all: Vec<Payment> = payments.iter().cloned().chain(strangers).collect();
        let mut kept = links(&both, &all);
        kept.retain(|(document_id, _), _| *document_id == 1);
        prop_assert_eq!(kept, links(&contracts, &payments));
    }
}
