use std::collections::HashSet;

use super::CROSSWALK;
use anchorhub_identity::label_key;

use crate::layouts::DIVISIONS;

#[test]
fn every_row_of_the_shipped_crosswalk_can_be_taken_and_is_honest() {
    let mut rows = csv::Reader::from_reader(CROSSWALK.as_bytes());
    let headings: Vec<String> = rows.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(headings, ["scheme", "publisher", "label", "division", "confidence", "basis"]);
    let mut keys = HashSet::new();
    let mut schemes = HashSet::new();
    for row in rows.records() {
        let row = row.unwrap();
        let [scheme, publisher, label, division, confidence, basis] = [0, 1, 2, 3, 4, 5].map(|at| &row[at]);
        assert!(["PROCLASS", "SERCOP", "LEDGER"].contains(&scheme), "{row:?}");
        assert_eq!(publisher, "", "for everyone: {row:?}");
        assert_eq!(label_key(label), label, "in the form of keys: {row:?}");
        assert!(DIVISIONS.contains(&division), "a division of CPV 2008: {row:?}");
        assert!((50..=95).contains(&confidence.parse::<u8>().unwrap()), "{row:?}");
        assert!(!basis.is_empty(), "{row:?}");
        assert!(keys.insert((scheme.to_owned(), label.to_owned())), "twice: {row:?}");
        schemes.insert(scheme.to_owned());
    }
    assert!(keys.len() >= 250 && schemes.len() == 3);
}
