//! What forbids that two contracts stand in one cluster, whatever else they share.

use super::facts::{Facts, Origin, Suppliers};

/// Ends further apart than this belong to different contracts.
const ENDS_APART_DAYS: i64 = 366;

/// A value so many times the other belongs to another contract.
const VALUES_APART: i128 = 5;

/// Whether two contracts cannot be the same one.
pub(crate) fn contradict(a: &Facts, b: &Facts) -> bool {
    a.is_test
        || b.is_test
        || in_one_source(a, b)
        || are_other_rows(a, b)
        || a.suppliers_against(b) == Suppliers::Contradicting
        || a.days_between_ends(b).is_some_and(|days| days > ENDS_APART_DAYS)
        || is_over_before(a, b)
        || is_over_before(b, a)
        || a.values(b).is_some_and(|(less, more)| more > less.saturating_mul(VALUES_APART))
}

/// One source states a contract once: the lots and awards of a process, and the rows of a register, are different.
pub(crate) fn in_one_source(a: &Facts, b: &Facts) -> bool {
    let same_process = matches!((&a.process, &b.process), (Some(a), Some(b)) if a.id == b.id);
    same_process || (a.document_id.is_some() && a.document_id == b.document_id)
}

/// Two registers of one buyer keep the references of its contracts: other references are other contracts.
fn are_other_rows(a: &Facts, b: &Facts) -> bool {
    a.origin == Origin::Register
        && b.origin == Origin::Register
        && a.shares_buyer(b)
        && matches!((&a.reference, &b.reference), (Some(a), Some(b)) if a != b)
}

/// One ends before the other begins, as a contract and its renewal.
fn is_over_before(a: &Facts, b: &Facts) -> bool {
    matches!((a.last_day(), b.starts), (Some(end), Some(start)) if end < start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::{
        example::{contract, day, in_process, in_register, pounds},
        facts::identifier_key,
    };

    /// What each table row changes in two contracts that could else be one.
    type Change = fn(&mut Facts, &mut Facts);

    #[test]
    fn contradicting_evidence_forbids() {
        let rows: [(&str, bool, Change); 15] = [
            ("nothing known", false, |_, _| {}),
            ("one process", true, |a, b| (a.process, b.process) = (in_process(1), in_process(1))),
            ("two processes", false, |a, b| (a.process, b.process) = (in_process(1), in_process(2))),
            ("one register", true, |a, b| (a.document_id, b.document_id) = (Some(1), Some(1))),
            ("two registers", false, |a, b| (a.document_id, b.document_id) = (Some(1), Some(2))),
            ("other references in two registers", true, |a, b| {
                (*a, *b) = (in_register("a", 1, "S1417"), in_register("b", 2, "S1418"));
            }),
            ("other references in register and notice", false, |a, b| {
                (*a, b.reference) = (in_register("a", 1, "S1417"), Some("S1418".to_owned()));
            }),
            ("other company numbers", true, |a, b| {
                a.identifiers.extend(identifier_key("GB-COH", "1234567"));
                b.identifiers.extend(identifier_key("GB-COH", "1234568"));
            }),
            ("identifiers of two schemes", false, |a, b| {
                a.identifiers.extend(identifier_key("GB-COH", "1234567"));
                b.identifiers.extend(identifier_key("GB-CHC", "1234568"));
            }),
            ("ends more than a year apart", true, |a, b| {
                (a.ends, b.ends) = (day("2025-03-31"), day("2026-04-02"));
            }),
            ("ends a year apart", false, |a, b| (a.ends, b.ends) = (day("2025-03-31"), day("2026-03-31"))),
            ("the renewal", true, |a, b| {
                (a.starts, a.ends) = (day("2024-04-01"), day("2025-03-31"));
                (b.starts, b.ends) = (day("2025-04-01"), day("2026-03-31"));
            }),
            ("values more than five times apart", true, |a, b| {
                (a.value, b.value) = (pounds(50_000_001), pounds(10_000_000));
            }),
            ("values five times apart", false, |a, b| {
                (a.value, b.value) = (pounds(50_000_000), pounds(10_000_000));
            }),
            ("a test notice", true, |a, _| a.is_test = true),
        ];
        for (name, forbidden, change) in rows {
            let (mut a, mut b) = (contract("a"), contract("b"));
            change(&mut a, &mut b);
            assert_eq!(contradict(&a, &b), forbidden, "{name}");
            assert_eq!(contradict(&b, &a), forbidden, "{name}, the other way round");
        }
    }
}
