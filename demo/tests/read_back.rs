//! The real reader finds in every file exactly what was written into it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use anchorhub_demo::{FeedFile, Options, generate};
use anchorhub_ingest::{Caps, InspectOptions, Receipt, inspect, progress::Silent};

/// The day after the last payment: nothing of the demo lies in anybody's future.
const TODAY: &str = "2026-04-01";

fn read(file: &FeedFile) -> Receipt {
    let options =
        InspectOptions { adapter: None, period: None, today: TODAY.parse().unwrap(), caps: Caps::default() };
    inspect(&file.path, &options, &Silent).unwrap()
}

/// Reads every file of a demo; returns the codes of all warnings on the way.
fn read_back(options: &Options) -> BTreeSet<String> {
    let folder = tempfile::tempdir().unwrap();
    let mut warnings = BTreeSet::new();
    for file in generate(folder.path(), options).unwrap().files {
        let receipt = read(&file);
        let (found, expected) = (receipt.figures, file.expected);
        let name = file.path.display();
        assert_eq!(found.payments, expected.payments, "payments of {name}");
        assert_eq!(found.net_pence, expected.net_pence, "pence of {name}");
        assert_eq!(found.rejections, expected.rejected, "rejected rows of {name}");
        assert_eq!(found.blank, expected.blank, "blank rows of {name}");
        assert_eq!(receipt.period, Some(file.period), "period of {name}");
        warnings.extend(found.warnings.into_keys());
    }
    warnings
}

#[test]
fn the_reader_finds_what_was_written() {
    let warnings = read_back(&Options { scale: 0.03, seed: 2026 });
    for code in ["REDACTED", "REVERSAL_PAIR", "GROSS_ONLY", "EXTREME_VALUE"] {
        assert!(warnings.contains(code), "no {code} among {warnings:?}");
    }
}

#[test]
fn another_seed_at_the_smallest_scale_reads_back_as_well() {
    read_back(&Options { scale: 0.001, seed: 99 });
}
