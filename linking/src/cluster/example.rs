//! Contracts for tests.

use chrono::NaiveDate;

use super::facts::{Facts, Origin, Process, Value};

/// A contract of institution 1 of which nothing is known.
pub(crate) fn contract(source_key: &str) -> Facts {
    Facts { source_key: source_key.to_owned(), origin: Origin::Contract, buyers: vec![1], ..Facts::default() }
}

/// A contract of supplier 7 for two years from April 2024, of £100,000.
pub(crate) fn usual(source_key: &str) -> Facts {
    let mut facts = contract(source_key);
    facts.suppliers.insert(7);
    facts.title = Some("GROUNDS MAINTENANCE".to_owned());
    (facts.starts, facts.ends) = (day("2024-04-01"), day("2026-03-31"));
    facts.value = pounds(10_000_000);
    facts
}

/// A row of a register.
pub(crate) fn in_register(source_key: &str, document_id: i64, reference: &str) -> Facts {
    let (origin, document_id) = (Origin::Register, Some(document_id));
    Facts { origin, document_id, reference: Some(reference.to_owned()), ..contract(source_key) }
}

pub(crate) fn in_process(id: i64) -> Option<Process> {
    Some(Process { id, portal: "FIND_A_TENDER".to_owned() })
}

pub(crate) fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

pub(crate) fn pounds(pence: i64) -> Option<Value> {
    Some(Value { pence, currency: "GBP".to_owned() })
}
