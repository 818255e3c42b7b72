//! Any bytes as what follows the checksum in a file of facts: refused or read, and what is read can be worked with.
#![no_main]

use anchorhub_analysis::check_facts;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    check_facts(bytes);
});
