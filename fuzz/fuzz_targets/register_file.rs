//! Any bytes as a contract register: an error with a code or a receipt in which every row is accounted for.
#![no_main]

use std::io::Write;

use anchorhub_ingest::{Caps, InspectOptions, inspect_register, progress::Silent};
use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(bytes).expect("the file is written");
    let options = InspectOptions {
        adapter: None,
        period: None,
        today: NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date"),
        caps: Caps::default(),
    };
    if let Ok(receipt) = inspect_register(file.path(), &options, &Silent) {
        let Some(register) = receipt.register() else { return };
        let figures = &register.figures;
        assert_eq!(figures.rows, figures.contracts + figures.rejected + figures.blank);
        assert_eq!(figures.rejections.values().sum::<u64>(), figures.rejected);
        assert_eq!(figures.sme.yes + figures.sme.no + figures.sme.unknown, figures.contracts);
    }
});
