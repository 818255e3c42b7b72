//! Any bytes as releases: read, compiled and mapped without a panic, each key once, and the same however often.
#![no_main]

use std::collections::HashSet;

use anchorhub_ocds::{
    Caps, Merger, Process, Releases, Rules,
    facts::{map, unmapped},
    warnings,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let caps = Caps { max_release_bytes: 1 << 16, max_depth: 16, max_values: 2_000 };
    let process = Process::new(Releases::new(bytes, caps).filter_map(Result::ok));
    for release in process.releases() {
        warnings::check(release, &Rules::default());
        unmapped(release.fields());
    }
    let compiled = Merger::default().compile(process.releases());
    let facts = map(process.releases(), &compiled);
    let mut keys = HashSet::new();
    assert!(facts.contracts.iter().all(|contract| keys.insert(&contract.source_key)));
    assert_eq!(facts, map(process.releases(), &compiled));
});
