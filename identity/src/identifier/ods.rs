//! ODS codes of the NHS.

use super::{IdentifierProblem, Scheme, cell::Cell};

const EXPECTED: &str = "three to eight letters and digits, as RRK or A81001";

/// Words of three letters that are no code.
const WORDS: [&str; 6] = ["LTD", "PLC", "LLP", "CIC", "CIO", "INC"];

pub(super) fn code(cell: &Cell) -> Result<String, IdentifierProblem> {
    let text = cell.compact.as_str();
    if !(3..=8).contains(&text.chars().count()) {
        return Err(cell.length(Scheme::Nhs, EXPECTED));
    }
    // Codes of local authorities are three digits; all others hold a letter.
    let is_code = text.is_ascii()
        && (text.len() == 3 || text.bytes().any(|byte| byte.is_ascii_uppercase()))
        && (text.len() <= 3 || text.bytes().any(|byte| byte.is_ascii_digit()));
    if !is_code || WORDS.contains(&text) {
        return Err(cell.form(Scheme::Nhs, EXPECTED));
    }
    Ok(text.to_owned())
}

/// Whether a text can be an ODS code and no company number: a trust or board (`RRK`, `QHL`), a site of one (`RXK01`), or
/// a general practice (`A81001`).
pub(super) fn is_code_for_certain(text: &str) -> bool {
    let letters = text.bytes().filter(u8::is_ascii_uppercase).count();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if letters + digits != text.len() || letters == 0 || WORDS.contains(&text) {
        return false;
    }
    match text.len() {
        3 => true,
        // A society's number may have lost its prefix: `20014R`. A code has its letters in front.
        4 | 5 => digits > 0 && !text.starts_with(|c: char| c.is_ascii_digit() && digits >= 4),
        // Not `R12345`, a company of Northern Ireland from before partition.
        6 => letters == 1 && text.starts_with(|c: char| c.is_ascii_uppercase() && c != 'R'),
        _ => false,
    }
}
