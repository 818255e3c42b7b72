//! What a supplier does: its main code of the Standard Industrial Classification 2007, and the section of that.

use super::facts::Facts;

/// Sections of SIC 2007 and the divisions (first two digits) in them, from the first to the last (ONS, UK Standard
/// Industrial Classification of Economic Activities 2007).
const SECTIONS: [(char, u8, u8); 21] = [
    ('A', 1, 3),
    ('B', 5, 9),
    ('C', 10, 33),
    ('D', 35, 35),
    ('E', 36, 39),
    ('F', 41, 43),
    ('G', 45, 47),
    ('H', 49, 53),
    ('I', 55, 56),
    ('J', 58, 63),
    ('K', 64, 66),
    ('L', 68, 68),
    ('M', 69, 75),
    ('N', 77, 82),
    ('O', 84, 84),
    ('P', 85, 85),
    ('Q', 86, 88),
    ('R', 90, 93),
    ('S', 94, 96),
    ('T', 97, 98),
    ('U', 99, 99),
];

/// Codes by which Companies House says that a company does nothing: dormant, and non-trading.
const NOTHING: [&str; 2] = ["99999", "74990"];

/// What a supplier does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sector {
    /// Five digits.
    pub(super) sic: String,
    /// Section, A to U.
    pub(super) section: char,
    /// Where that comes from: the register.
    pub(super) basis: &'static str,
}

/// The first code in the register entry of its company number that stands for something.
pub(super) fn sector(facts: &Facts) -> Option<Sector> {
    let companies = facts.entries.iter().filter(|entry| entry.scheme == "GB-COH");
    companies.filter_map(|entry| entry.sic.as_deref()).flat_map(|codes| codes.split(',')).find_map(|code| {
        let code = code.trim();
        let section = section(code)?;
        Some(Sector { sic: code.to_owned(), section, basis: "COMPANIES_HOUSE" })
    })
}

/// The section of a code of five digits; none for what is no such code.
fn section(code: &str) -> Option<char> {
    let is_code =
        code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit()) && !NOTHING.contains(&code);
    let division: u8 = code.get(..2).filter(|_| is_code)?.parse().ok()?;
    SECTIONS
        .iter()
        .find(|(_, first, last)| (*first..=*last).contains(&division))
        .map(|(section, ..)| *section)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::facts::Entry;

    #[test]
    fn divisions_lie_in_sections() {
        for (code, expected) in [
            ("01110", Some('A')),
            ("35110", Some('D')),
            ("41201", Some('F')),
            ("43999", Some('F')),
            ("62020", Some('J')),
            ("68320", Some('L')),
            ("78300", Some('N')),
            ("84110", Some('O')),
            ("88990", Some('Q')),
            ("98000", Some('T')),
            ("99000", Some('U')),
            ("99999", None),
            ("74990", None),
            ("04000", None),
            ("34000", None),
            ("6202", None),
            ("62020a", None),
            ("0", None),
            ("", None),
        ] {
            assert_eq!(section(code), expected, "{code}");
        }
    }

    #[test]
    fn the_first_code_that_stands_for_something_is_the_main_one() {
        let entry = |scheme: &str, sic: &str| Entry {
            scheme: scheme.to_owned(),
            sic: Some(sic.to_owned()),
            ..Entry::default()
        };
        let facts = Facts { entries: vec![entry("GB-COH", "99999, 81210,01110")], ..Facts::default() };
        let found = sector(&facts);
        assert_eq!(found.map(|sector| (sector.sic, sector.section)), Some(("81210".to_owned(), 'N')));
        let charity = Facts { entries: vec![entry("GB-CHC", "81210")], ..Facts::default() };
        assert_eq!(sector(&charity), None);
    }
}
