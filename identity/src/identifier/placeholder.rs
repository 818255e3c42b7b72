//! What stands in a cell when there is no identifier.

use super::Scheme;

/// In letters and digits only.
const WORDS: [&str; 28] = [
    "NA",
    "NAP",
    "NK",
    "NIL",
    "NONE",
    "NULL",
    "NAN",
    "TBC",
    "TBA",
    "TBD",
    "NO",
    "YES",
    "UNKNOWN",
    "NOTKNOWN",
    "NOTAPPLICABLE",
    "NOTAVAILABLE",
    "NOTREGISTERED",
    "NOTPROVIDED",
    "NOTSUPPLIED",
    "NOTAPPL",
    "PENDING",
    "EXEMPT",
    "SOLETRADER",
    "INDIVIDUAL",
    "VARIOUS",
    "XXX",
    "OVERSEAS",
    "REDACTED",
];

/// Numbers that people type to fill a field.
const NUMBERS: [&str; 6] = ["12345678", "123456789", "87654321", "987654321", "123456", "1234567890"];

/// Whether letters and digits in upper case stand for no identifier.
pub(super) fn is(scheme: &Scheme, compact: &str) -> bool {
    let is_all = |text: &str, wanted: u8| !text.is_empty() && text.bytes().all(|byte| byte == wanted);
    // `SC000000` too.
    let digits = compact.trim_start_matches(|c: char| c.is_ascii_uppercase());
    if WORDS.contains(&compact) || is_all(digits, b'0') || (is_all(compact, b'X') && compact.len() > 1) {
        return true;
    }
    // Of other registers nothing is known: `111` may well be an identifier there.
    scheme.is_known() && (NUMBERS.contains(&compact) || repeats(compact))
}

fn repeats(text: &str) -> bool {
    let first = text.bytes().next();
    text.len() >= 3
        && first.is_some_and(|first| first.is_ascii_digit() && text.bytes().all(|byte| byte == first))
}
