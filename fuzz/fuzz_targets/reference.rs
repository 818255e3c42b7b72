//! Any bytes as a file of reference data of any kind: an error with a code or a report in which every row is accounted
//! for. The first byte chooses the kind.
#![no_main]

use std::io::Write;

use anchorhub_reference::{Kind, LoadFile, inspect, silent};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let kind = Kind::ALL[usize::from(*choice) % Kind::ALL.len()];
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(bytes).expect("the file is written");
    let load = LoadFile {
        kind,
        path: file.path().to_owned(),
        version: None,
        again: false,
        temporary: std::env::temp_dir(),
    };
    match inspect(&load, &silent()) {
        Ok(report) => {
            assert_eq!(report.rows, report.taken + report.rejected());
            assert!(!report.version.is_empty());
        }
        Err(error) => assert!(error.code() != "INTERNAL" && !error.to_string().is_empty()),
    }
});
