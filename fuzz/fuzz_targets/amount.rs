//! Any text as an amount: never a panic, and what is read means the same when written plainly.
#![no_main]

use anchorhub_ingest::recognise::{AmountCell, DecimalMark, parse_amount};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for mark in [DecimalMark::Point, DecimalMark::Comma] {
        if let AmountCell::Pence(pence) = parse_amount(text, mark) {
            let sign = if pence < 0 { "-" } else { "" };
            let plain = format!("{sign}{}.{:02}", pence.unsigned_abs() / 100, pence.unsigned_abs() % 100);
            assert_eq!(parse_amount(&plain, DecimalMark::Point), AmountCell::Pence(pence));
        }
    }
});
