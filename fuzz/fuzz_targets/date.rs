//! Any text as a date: never a panic, and what is read means the same when written as ISO 8601.
#![no_main]

use anchorhub_ingest::recognise::{DateOrder, parse_date};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for order in [DateOrder::DayFirst, DateOrder::MonthFirst] {
        for serials in [false, true] {
            if let Some(read) = parse_date(text, order, serials) {
                let again = parse_date(&read.date.to_string(), order, serials);
                assert_eq!(again.map(|read| read.date), Some(read.date));
            }
        }
    }
});
