//! Payments that name the reference of a contract.

use super::{
    Found, Named, OUTSIDE,
    choose::{Supplier, choose},
};
use crate::{
    link::{Method, index::Index, read::Payment},
    text::{reference_key, tells_alone},
};

/// 95 with the contract's supplier, 85 when a supplier is not known; 60 with a supplier of another name, which
/// may be one firm or its factor, when the reference is one that hardly occurs by chance. 10 less outside the
/// contract's period.
pub(crate) fn find(index: &Index, payment: &Payment) -> Named {
    let Some(key) = payment.contract_ref.as_deref().and_then(reference_key) else {
        return Named::Nothing { unknown: false };
    };
    let named = index.named(&key);
    if named.is_empty() {
        return Named::Nothing { unknown: true };
    }
    let Some(chosen) = choose(index, named, payment) else { return Named::Unclear };
    let confidence = match chosen.supplier {
        Supplier::Same => 95,
        Supplier::Unknown => 85,
        Supplier::Other if tells_alone(&key) => 60,
        Supplier::Other => return Named::Unclear,
    };
    let weight = if chosen.is_outside { OUTSIDE } else { 0 };
    Named::One(Found { place: chosen.place, method: Method::Reference, confidence: confidence + weight })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::{
        contract::Contract,
        example::{contract, day, payment},
    };

    /// What each table row changes in a payment and the contract that it names.
    type Change = fn(&mut Payment, &mut Contract);

    #[test]
    fn a_reference_is_as_sure_as_the_supplier() {
        let rows: [(&str, Option<i16>, Change); 9] = [
            ("same supplier", Some(95), |_, _| {}),
            ("written otherwise", Some(95), |payment, _| payment.contract_ref = Some("dn 774246".to_owned())),
            ("payee withheld", Some(85), |payment, _| payment.supplier_id = None),
            ("supplier of the contract withheld", Some(85), |_, contract| contract.suppliers.clear()),
            ("other supplier", Some(60), |payment, _| payment.supplier_id = Some(8)),
            ("other supplier, short reference", None, |payment, contract| {
                payment.supplier_id = Some(8);
                payment.contract_ref = Some("S1417".to_owned());
                contract.references.insert("S1417".to_owned());
            }),
            ("long after the end", Some(85), |payment, _| payment.paid_on = day("2029-01-01")),
            ("period unknown", Some(95), |_, contract| contract.ends = None),
            ("other reference", None, |payment, _| payment.contract_ref = Some("DN774247".to_owned())),
        ];
        for (name, expected, change) in rows {
            let (mut payment, mut contract) = (payment(1), contract(1));
            payment.contract_ref = Some("DN774246".to_owned());
            contract.references.insert("DN774246".to_owned());
            change(&mut payment, &mut contract);
            let confidence = match find(&Index::new(vec![contract]), &payment) {
                Named::One(found) => Some(found.confidence),
                Named::Unclear | Named::Nothing { .. } => None,
            };
            assert_eq!(confidence, expected, "{name}");
        }
    }

    #[test]
    fn one_reference_of_several_contracts_needs_a_choice() {
        let named = |id, change: fn(&mut Contract)| {
            let mut contract = contract(id);
            contract.references.insert("S1465".to_owned());
            change(&mut contract);
            contract
        };
        let mut payment = payment(1);
        payment.contract_ref = Some("S1465".to_owned());
        let chosen = |contracts: Vec<Contract>| {
            let index = Index::new(contracts);
            match find(&index, &payment) {
                Named::One(found) => Some(index.get(found.place).id),
                Named::Unclear | Named::Nothing { .. } => None,
            }
        };
        assert_eq!(chosen(vec![named(1, |_| {}), named(2, |_| {})]), None);
        assert_eq!(chosen(vec![named(1, |c| c.suppliers = [8].into()), named(2, |_| {})]), Some(2));
        assert_eq!(chosen(vec![named(1, |_| {}), named(2, |c| c.is_framework = true)]), Some(1));
        let earlier =
            |c: &mut Contract| (c.starts, c.ends) = (Some(day("2020-04-01")), Some(day("2022-03-31")));
        assert_eq!(chosen(vec![named(1, earlier), named(2, |_| {})]), Some(2));
    }
}
