//! Payments to the supplier of a contract in its period.

use super::{Found, choose::keep_if_any};
use crate::link::{
    Method,
    contract::{Contract, Term},
    index::Index,
    read::Payment,
};

/// 60 when the payment lies in the period of one contract of its supplier and no other. 10 more when the supplier
/// has no other contract at all. 10 less each when it lies in the quarter after the end; when another contract's
/// quarter covers it, too; when the contract is a framework without call-offs; and when the payment names a
/// reference that no contract here has (`names_unknown`). What the value says comes on top (`value_weight`).
pub(crate) fn find(index: &Index, payment: &Payment, names_unknown: bool) -> Option<Found> {
    let all = index.of_supplier(payment.supplier_id?);
    let term = |place: usize| index.get(place).term(payment.paid_on);
    let mut places: Vec<usize> =
        all.iter().copied().filter(|place| matches!(term(*place), Term::Within | Term::Late)).collect();
    keep_if_any(&mut places, |place| !index.get(place).is_framework);
    let near = places.len();
    keep_if_any(&mut places, |place| term(place) == Term::Within);
    let [place] = places[..] else { return None };
    let holds = [
        (all.len() == 1, 10),
        (term(place) == Term::Late, -10),
        (near > 1, -10),
        (index.get(place).is_framework, -10),
        (names_unknown, -10),
    ];
    let weight: i16 = holds.iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum();
    Some(Found { place, method: Method::SupplierPeriodValue, confidence: 60 + weight })
}

/// What the value of a contract says of the payments found for it: 10 more when they come to no more than it and a
/// fifth (taxes, indexation), 10 less up to twice the value. None beyond: the supplier is paid for something else.
pub(crate) fn value_weight(contract: &Contract, paid: i128) -> Option<i16> {
    let Some(value) = contract.value.map(i128::from) else { return Some(0) };
    if paid * 5 <= value * 6 {
        Some(10)
    } else if paid <= value * 2 {
        Some(-10)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::example::{contract, day, payment};

    #[test]
    fn one_contract_has_to_fit() {
        let (paid, alone) = (payment(1), contract(1));
        let confidence = |payment: &Payment, contracts: &[&Contract], names_unknown| {
            let contracts = contracts.iter().map(|contract| (*contract).clone()).collect();
            find(&Index::new(contracts), payment, names_unknown).map(|found| (found.place, found.confidence))
        };
        assert_eq!(confidence(&paid, &[&alone], false), Some((0, 70)));
        assert_eq!(confidence(&paid, &[&alone], true), Some((0, 60)));
        let late = Payment { paid_on: day("2026-05-01"), ..payment(1) };
        assert_eq!(confidence(&late, &[&alone], false), Some((0, 60)));
        let after = Payment { paid_on: day("2027-05-01"), ..payment(1) };
        assert_eq!(confidence(&after, &[&alone], false), None);
        let other = Payment { supplier_id: Some(8), ..payment(1) };
        assert_eq!(confidence(&other, &[&alone], false), None);
        let withheld = Payment { supplier_id: None, ..payment(1) };
        assert_eq!(confidence(&withheld, &[&alone], false), None);

        let earlier =
            Contract { starts: Some(day("2020-04-01")), ends: Some(day("2022-03-31")), ..contract(2) };
        assert_eq!(confidence(&paid, &[&alone, &earlier], false), Some((0, 60)));
        let renewed = Contract { ends: Some(day("2024-06-10")), ..contract(2) };
        assert_eq!(confidence(&paid, &[&alone, &renewed], false), Some((0, 50)));
        assert_eq!(confidence(&paid, &[&alone, &contract(2)], false), None);
        let endless = Contract { ends: None, ..contract(2) };
        assert_eq!(confidence(&paid, &[&endless], false), None);

        let framework = Contract { is_framework: true, value: None, ..contract(2) };
        assert_eq!(confidence(&paid, &[&alone, &framework], false), Some((0, 60)));
        assert_eq!(confidence(&paid, &[&framework], false), Some((0, 60)));
    }

    #[test]
    fn a_value_speaks_for_or_against() {
        let contract = contract(1);
        for (paid, weight) in [
            (-5, Some(10)),
            (12_000_000, Some(10)),
            (12_000_001, Some(-10)),
            (20_000_000, Some(-10)),
            (20_000_001, None),
        ] {
            assert_eq!(value_weight(&contract, paid), weight, "{paid}");
        }
        assert_eq!(value_weight(&Contract { value: None, ..contract }, i128::MAX), Some(0));
    }
}
