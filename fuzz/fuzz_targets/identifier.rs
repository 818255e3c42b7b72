//! Any texts as scheme and value of an identifier, as a postcode and as a name: never a panic, and what is read means the
//! same when read again.
#![no_main]

use anchorhub_identity::{
    identifier::{looks_like_vendor_numbers, plausible_company_number, read},
    is_po_box, kind_of, name_key, postcode, postcode_within,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texts: (&str, &str)| {
    let (scheme, value) = texts;
    match read(scheme, value) {
        Ok(identifier) => {
            assert_eq!(read(identifier.scheme.as_str(), &identifier.value), Ok(identifier));
        }
        Err(problem) => assert!(!problem.code().is_empty() && !problem.hint().is_empty()),
    }
    if plausible_company_number(value) {
        assert!(read("GB-COH", value).is_ok());
    }
    for found in [postcode(value), postcode_within(value)].into_iter().flatten() {
        assert_eq!(postcode(&found).as_ref(), Some(&found));
    }
    let column: Vec<(&str, &str)> = value.lines().map(|line| (line, scheme)).collect();
    looks_like_vendor_numbers(&column);
    is_po_box(value);
    kind_of(value);
    name_key(value);
});
