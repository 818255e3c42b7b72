//! Whether a publisher's column of numbers holds its own numbers of suppliers, though they look like company numbers.
//!
//! One number of eight digits cannot be told from a company number; a column can. Company numbers of a publisher's
//! suppliers lie spread over all numbers that Companies House has given out; numbers that an accounts system gives out
//! lie close together.

use std::collections::{BTreeMap, BTreeSet};

use super::{HIGHEST_COMPANY_NUMBER, IdentifierProblem, Scheme, examine};

/// What gives a column away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VendorSign {
    /// Too many values cannot be company numbers: other lengths, other letters, higher than any given out.
    OtherForms,
    /// Values lie close together, as in a series or one block of it.
    Dense,
    /// One value stands with many names.
    ManyNames,
}

impl VendorSign {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::OtherForms => "OTHER_FORMS",
            Self::Dense => "DENSE",
            Self::ManyNames => "MANY_NAMES",
        }
    }
}

/// Fewer distinct values than this tell nothing of how they are spread.
const ENOUGH: usize = 12;

/// A company has a few spellings of its name; a number for whoever is paid once has all of theirs.
const MANY_NAMES: usize = 10;

/// The share of values, in percent, that may fail to be company numbers: lists of true ones hold charity numbers, NHS
/// codes and remarks.
const MOST_OTHERS: usize = 40;

/// The line, in percent: the median gap between neighbours, of the gap if they were spread over all numbers that can be.
/// On lists of true company numbers it measures 33 to 40, on vendor numbers below 2.
const DENSE_GAP: u64 = 15;

/// Judges a column of one publisher: each value with the name key it stands with. None when nothing speaks against
/// company numbers, which a short column never does for its spread.
pub fn looks_like_vendor_numbers(values: &[(&str, &str)]) -> Option<VendorSign> {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (value, name) in values {
        let trimmed = value.trim();
        if !trimmed.is_empty() {
            names.entry(trimmed).or_default().insert(name);
        }
    }
    let mut others = 0_usize;
    let mut read = 0_usize;
    let mut digits: BTreeSet<u64> = BTreeSet::new();
    for (value, known_as) in &names {
        match examine(Scheme::CompaniesHouse.as_str(), value) {
            Ok(examined) => {
                read += 1;
                if known_as.len() >= MANY_NAMES {
                    return Some(VendorSign::ManyNames);
                }
                digits.extend(examined.identifier.value.parse::<u64>().ok());
            }
            // Nobody's number: it says nothing of the rest.
            Err(IdentifierProblem::Empty | IdentifierProblem::Placeholder(_)) => {}
            Err(_) => others += 1,
        }
    }
    let all = others + read;
    if all >= ENOUGH && others * 100 > all * MOST_OTHERS {
        return Some(VendorSign::OtherForms);
    }
    (digits.len() >= ENOUGH && is_dense(&digits)).then_some(VendorSign::Dense)
}

fn is_dense(digits: &BTreeSet<u64>) -> bool {
    let mut gaps: Vec<u64> = digits.iter().zip(digits.iter().skip(1)).map(|(low, high)| high - low).collect();
    gaps.sort_unstable();
    let median = gaps.get(gaps.len() / 2).copied().unwrap_or(0);
    let count = u64::try_from(digits.len()).unwrap_or(u64::MAX);
    median.saturating_mul(count).saturating_mul(100) < u64::from(HIGHEST_COMPANY_NUMBER) * DENSE_GAP
}
