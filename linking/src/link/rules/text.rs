//! Payments in whose text or number the reference of a contract stands.

use super::{
    Found, OUTSIDE,
    choose::{Supplier, choose},
};
use crate::{
    link::{Method, index::Index, read::Payment},
    text::{tells_alone, tells_in_text, tokens},
};

/// A reference may be written as that many runs of letters and digits: `WIRLC001-DN752554-57115035`.
const RUNS: usize = 4;

/// 85 with the contract's supplier; 70 when the contract names none and the reference is one that hardly occurs by
/// chance. 10 less outside the contract's period. Never without a supplier on the payment: nothing would confirm
/// what the text says.
pub(crate) fn find(index: &Index, payment: &Payment) -> Option<Found> {
    if index.longest_in_text() == 0 || payment.supplier_id.is_none() {
        return None;
    }
    let texts = [&payment.purpose, &payment.transaction_no, &payment.contract_ref];
    let mut named: Vec<usize> = Vec::new();
    let mut alone = false;
    for text in texts.into_iter().flatten().filter(|text| text.bytes().any(|b| b.is_ascii_digit())) {
        for_each_reference(text, index.longest_in_text(), |key| {
            let places = index.named(key);
            alone |= !places.is_empty() && tells_alone(key);
            named.extend(places);
        });
    }
    named.sort_unstable();
    named.dedup();
    let chosen = choose(index, &named, payment)?;
    let confidence = match chosen.supplier {
        Supplier::Same => 85,
        Supplier::Unknown if alone => 70,
        Supplier::Unknown | Supplier::Other => return None,
    };
    let weight = if chosen.is_outside { OUTSIDE } else { 0 };
    Some(Found { place: chosen.place, method: Method::PurchaseOrder, confidence: confidence + weight })
}

/// Gives what could be a reference in a text: its tokens and runs of them. Digits alone count only as one token, as
/// numbers side by side are dates and amounts more often.
fn for_each_reference(text: &str, longest: usize, mut give: impl FnMut(&str)) {
    let tokens = tokens(text);
    let mut key = String::new();
    for start in 0..tokens.len() {
        key.clear();
        for (run, token) in tokens[start..].iter().take(RUNS).enumerate() {
            key.push_str(token);
            if key.len() > longest {
                break;
            }
            let is_number = key.bytes().all(|b| b.is_ascii_digit());
            if tells_in_text(&key) && (run == 0 || !is_number) {
                give(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::example::{contract, payment};

    #[test]
    fn a_reference_is_found_as_runs_of_a_text() {
        for (text, reference, expected) in [
            ("Grounds, April, DN774246", "DN774246", Some(85)),
            ("grounds dn-774246/april", "DN774246", Some(85)),
            ("PO 30142670", "30142670", Some(85)),
            ("PO 301 426 70", "30142670", None),
            ("PO X30142670", "30142670", None),
            ("lamp S1417", "S1417", Some(85)),
            ("WIRLC001-DN752554-57115035: market", "WIRLC001DN75255457115035", Some(85)),
            // Too short, or a date.
            ("lamp S141", "S141", None),
            ("room 1417", "1417", None),
            ("invoice 20240401", "20240401", None),
            ("invoice 010424", "010424", None),
        ] {
            let (mut payment, mut contract) = (payment(1), contract(1));
            payment.purpose = Some(text.to_owned());
            contract.references.insert(reference.to_owned());
            let found = find(&Index::new(vec![contract]), &payment);
            assert_eq!(found.map(|found| found.confidence), expected, "{text}");
        }
    }

    #[test]
    fn a_text_needs_the_supplier() {
        let (mut payment, mut contract) = (payment(1), contract(1));
        payment.transaction_no = Some("DN774246".to_owned());
        contract.references.insert("DN774246".to_owned());
        let confidence = |payment: &Payment, contract: &crate::link::contract::Contract| {
            find(&Index::new(vec![contract.clone()]), payment).map(|found| found.confidence)
        };
        assert_eq!(confidence(&payment, &contract), Some(85));
        payment.supplier_id = None;
        assert_eq!(confidence(&payment, &contract), None);
        payment.supplier_id = Some(8);
        assert_eq!(confidence(&payment, &contract), None);
        contract.suppliers.clear();
        assert_eq!(confidence(&payment, &contract), Some(70));
    }
}
