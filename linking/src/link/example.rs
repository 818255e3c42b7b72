//! Payments and contracts for tests.

use chrono::NaiveDate;

use super::{contract::Contract, read::Payment};

/// A contract with supplier 7 for two years from April 2024, of £100,000.
pub(crate) fn contract(id: i64) -> Contract {
    Contract {
        id,
        suppliers: [7].into(),
        starts: Some(day("2024-04-01")),
        ends: Some(day("2026-03-31")),
        value: Some(10_000_000),
        ..Contract::default()
    }
}

/// A payment of £1,000 to supplier 7 in July 2024.
pub(crate) fn payment(seq: i32) -> Payment {
    Payment {
        document_id: 1,
        seq,
        paid_on: day("2024-07-01"),
        pence: 100_000,
        supplier_id: Some(7),
        purpose: None,
        transaction_no: None,
        contract_ref: None,
    }
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
