//! Company numbers: eight characters of Companies House.

use super::{
    IdentifierProblem, Remark, Scheme,
    cell::{self, Cell},
    charity, ods, read, vat,
};

/// Companies House had given out no number above 17 million when 2026 began, and gives out about 0.9 million a year:
/// digits above this are no company's until about 2029.
pub const HIGHEST_COMPANY_NUMBER: u32 = 20_000_000;

const EXPECTED: &str = "eight characters: eight digits, or two letters and six digits";

/// Letters before the number, the letters that may end it, and what is registered so. From Companies House's guide to
/// uniform resource identifiers and its later announcements (CE and CS for charitable incorporated organisations, RS for
/// societies, OE for overseas entities, PC for protected cell companies).
const PREFIXES: [(&str, &str, &str); 42] = [
    ("AC", "", "Assurance company (England and Wales)"),
    ("CE", "", "Charitable incorporated organisation (England and Wales)"),
    ("CS", "", "Scottish charitable incorporated organisation"),
    ("EN", "", "European company (Northern Ireland)"),
    ("ES", "", "European company (Scotland)"),
    ("FC", "", "Overseas company"),
    ("FE", "", "European establishment"),
    ("GE", "", "European economic interest grouping (England and Wales)"),
    ("GN", "", "European economic interest grouping (Northern Ireland)"),
    ("GS", "", "European economic interest grouping (Scotland)"),
    ("IC", "", "Investment company with variable capital"),
    ("IP", SOCIETY, "Industrial and provident society"),
    ("LP", "", "Limited partnership (England and Wales)"),
    ("NA", "", "Assurance company (Northern Ireland)"),
    ("NC", "", "Limited liability partnership (Northern Ireland)"),
    ("NF", "", "Overseas company (Northern Ireland)"),
    ("NI", "A", "Company (Northern Ireland)"),
    ("NL", "", "Limited partnership (Northern Ireland)"),
    ("NO", SOCIETY, "Credit union, industrial and provident society (Northern Ireland)"),
    ("NP", SOCIETY, "Industrial and provident society (Northern Ireland)"),
    ("NR", "", "Royal charter company (Northern Ireland)"),
    ("NV", "", "Investment company with variable capital (Northern Ireland)"),
    ("NZ", "", "Unregistered company (Northern Ireland)"),
    ("OC", "CWERTB", "Limited liability partnership (England and Wales)"),
    ("OE", "", "Overseas entity"),
    ("PC", "", "Protected cell company"),
    ("R0", "", "Company from before partition (Northern Ireland)"),
    ("RC", "", "Royal charter company (England and Wales)"),
    ("RS", SOCIETY, "Registered society"),
    ("SA", "", "Assurance company (Scotland)"),
    ("SC", "", "Company (Scotland)"),
    ("SE", "", "European company (England and Wales)"),
    ("SF", "", "Overseas company (Scotland)"),
    ("SG", "", "European economic interest grouping establishment (Scotland)"),
    ("SI", "", "Investment company with variable capital (Scotland)"),
    ("SL", "A", "Limited partnership (Scotland)"),
    ("SO", "", "Limited liability partnership (Scotland)"),
    ("SP", SOCIETY, "Industrial and provident society (Scotland)"),
    ("SR", "", "Royal charter company (Scotland)"),
    ("SZ", "", "Unregistered company (Scotland)"),
    ("ZC", "", "Unregistered company (England and Wales)"),
    ("", "CR", "Company (England and Wales)"),
];

/// Societies carry up to three letters behind the number (`IP12345R`, `SP1234RS`, `RS007CUS`): what kind they are.
const SOCIETY: &str = "*";

/// What is registered under the first letters of a company number: `Limited liability partnership (England and Wales)`.
pub fn company_prefix(number: &str) -> Option<&'static str> {
    let letters = if number.starts_with(|c: char| c.is_ascii_digit()) { "" } else { number.get(..2)? };
    PREFIXES.iter().find(|(prefix, ..)| *prefix == letters).map(|(.., what)| *what)
}

/// Whether a text without a scheme could be a company number as it stands: eight characters, or seven digits that lost
/// their zero, and not higher than those given out. Most numbers of vendors fail this; a column that passes is judged by
/// [`looks_like_vendor_numbers`](super::looks_like_vendor_numbers).
pub fn plausible_company_number(text: &str) -> bool {
    let whole = text.chars().filter(|c| c.is_alphanumeric()).count();
    whole >= 7 && read("GB-COH", text).is_ok()
}

pub(super) fn number(cell: &Cell, remarks: &mut Vec<Remark>) -> Result<String, IdentifierProblem> {
    let text = cell.compact.as_str();
    if cell.says_charity || charity::is_certain(text) {
        return Err(IdentifierProblem::CharityNumber(text.to_owned()));
    }
    if !text.is_ascii() {
        return Err(cell.form(Scheme::CompaniesHouse, EXPECTED));
    }
    let number = if cell.is_digits() { of_digits(cell, remarks)? } else { of_letters(cell, remarks)? };
    if cell.had_lower_case {
        remarks.push(Remark::PrefixCase);
    }
    Ok(number)
}

fn of_digits(cell: &Cell, remarks: &mut Vec<Remark>) -> Result<String, IdentifierProblem> {
    let text = cell.compact.as_str();
    match text.len() {
        8 => {}
        // The lowest numbers in use have five digits; less is a code of something else.
        5..8 => remarks.push(Remark::Padded),
        9 | 12 if vat::is_number(text) => return Err(IdentifierProblem::VatNumber(text.to_owned())),
        _ => return Err(cell.length(Scheme::CompaniesHouse, EXPECTED)),
    }
    if text.parse::<u32>().is_ok_and(|number| number > HIGHEST_COMPANY_NUMBER) {
        return Err(IdentifierProblem::Unissued { scheme: Scheme::CompaniesHouse, value: text.to_owned() });
    }
    Ok(format!("{text:0>8}"))
}

fn of_letters(cell: &Cell, remarks: &mut Vec<Remark>) -> Result<String, IdentifierProblem> {
    let text = cell.compact.as_str();
    if vat::is_marked(text) {
        return Err(IdentifierProblem::VatNumber(text.to_owned()));
    }
    if ods::is_code_for_certain(text) && !is_short_number(text) {
        return Err(IdentifierProblem::OdsCode(text.to_owned()));
    }
    if !(5..=8).contains(&text.len()) {
        return Err(cell.length(Scheme::CompaniesHouse, EXPECTED));
    }
    // `R0000123` was `R123` once.
    if let Some(digits) = text.strip_prefix('R').filter(|rest| cell::is_digits(rest)) {
        return match digits.len() {
            7 if digits.starts_with('0') => Ok(text.to_owned()),
            ..7 => {
                remarks.push(Remark::Padded);
                Ok(format!("R{digits:0>7}"))
            }
            _ => Err(IdentifierProblem::Prefix(text.to_owned())),
        };
    }
    let split = if text.starts_with(|c: char| c.is_ascii_digit()) { 0 } else { 2 };
    let (letters, rest) = text.split_at(split);
    let Some((_, endings, _)) = PREFIXES.iter().find(|(prefix, ..)| *prefix == letters) else {
        let is_number = letters.bytes().all(|byte| byte.is_ascii_uppercase()) && cell::is_digits(rest);
        return Err(if is_number {
            IdentifierProblem::Prefix(text.to_owned())
        } else {
            cell.form(Scheme::CompaniesHouse, EXPECTED)
        });
    };
    let digits: &str = rest.trim_end_matches(|c: char| c.is_ascii_uppercase());
    let ending = &rest[digits.len()..];
    let fits = match *endings {
        SOCIETY => ending.len() <= 3,
        allowed => ending.len() <= 1 && ending.chars().all(|letter| allowed.contains(letter)),
    };
    let room = 8 - letters.len() - ending.len().min(3);
    if !cell::is_digits(digits) || !fits || (letters.is_empty() && digits.len() != room) {
        return Err(cell.form(Scheme::CompaniesHouse, EXPECTED));
    }
    if digits.len() < room {
        remarks.push(Remark::Padded);
    }
    Ok(format!("{letters}{digits:0>room$}{ending}"))
}

/// Letters that no code of the NHS begins with, so that five characters can be a company number without its zeros.
fn is_short_number(text: &str) -> bool {
    let begins = ["SC", "NI", "OC"].iter().find_map(|prefix| text.strip_prefix(prefix));
    text.len() == 5 && begins.is_some_and(cell::is_digits)
}
