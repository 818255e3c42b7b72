//! The real reader finds in every file exactly what was written into it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use anchorhub_demo::{FeedFile, Options, generate};
use anchorhub_ingest::{
    Caps, InspectOptions, Receipt, inspect, inspect_register, inspect_releases, progress::Silent,
};
use anchorhub_ocds::Rules;

/// The day after the last payment: nothing of the demo lies in anybody's future.
const TODAY: &str = "2026-04-01";

fn options() -> InspectOptions {
    InspectOptions { adapter: None, period: None, today: TODAY.parse().unwrap(), caps: Caps::default() }
}

fn read(file: &FeedFile) -> Receipt {
    inspect(&file.path, &options(), &Silent).unwrap()
}

/// Reads every file of a demo; returns the codes of all warnings on the way.
fn read_back(options: &Options) -> BTreeSet<String> {
    let folder = tempfile::tempdir().unwrap();
    let mut warnings = BTreeSet::new();
    for file in generate(folder.path(), options).unwrap().files {
        let receipt = read(&file);
        let (found, expected) = (receipt.spend().unwrap().figures.clone(), file.expected);
        let name = file.path.display();
        assert_eq!(found.payments, expected.payments, "payments of {name}");
        assert_eq!(found.net_pence, expected.net_pence, "pence of {name}");
        assert_eq!(found.rejections, expected.rejected, "rejected rows of {name}");
        assert_eq!(found.blank, expected.blank, "blank rows of {name}");
        assert_eq!(receipt.spend().unwrap().period, Some(file.period), "period of {name}");
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

#[test]
fn registers_read_back() {
    for options_of_demo in [Options { scale: 1.0, seed: 2026 }, Options { scale: 0.001, seed: 99 }] {
        let folder = tempfile::tempdir().unwrap();
        for file in generate(folder.path(), &options_of_demo).unwrap().registers {
            let receipt = inspect_register(&file.path, &options(), &Silent).unwrap();
            let (found, expected) = (receipt.register().unwrap().figures.clone(), file.expected);
            let name = format!("{}: {}", file.path.display(), receipt.to_text());
            assert_eq!(found.contracts, expected.contracts, "contracts of {name}");
            assert_eq!(found.values.get("GBP").copied(), Some(expected.pence), "pence of {name}");
            assert_eq!(found.rejections, expected.rejected, "rejected rows of {name}");
            assert_eq!(found.blank, expected.blank, "blank rows of {name}");
            assert_eq!(found.warnings, expected.warnings, "warnings of {name}");
        }
    }
}

#[test]
fn releases_read_back() {
    let folder = tempfile::tempdir().unwrap();
    for file in generate(folder.path(), &Options { scale: 0.1, seed: 2026 }).unwrap().notices {
        let receipt =
            inspect_releases(&file.path, anchorhub_ocds::Caps::default(), &Rules::default(), &Silent)
                .unwrap();
        let (found, expected) = (receipt.releases().unwrap(), file.expected);
        let name = file.path.display();
        assert_eq!((found.releases, found.rejected), (expected.releases, 0), "releases of {name}");
        assert_eq!(found.processes, expected.processes, "processes of {name}");
        assert_eq!(found.warnings, expected.warnings, "warnings of {name}");
    }
}
