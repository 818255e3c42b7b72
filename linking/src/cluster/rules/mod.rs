//! The rules by which two contracts are taken to be the same, one file each, with their weights.

mod process;
mod reference;
mod supplier;
mod title;

use super::{Method, contradiction::contradict, facts::Facts};

/// Titles at least this alike count as the same, in thousandths.
pub(crate) const TITLES_SAME: u16 = 850;

/// Titles this alike can stand in for a supplier, in thousandths.
pub(crate) const TITLES_VERY_SAME: u16 = 900;

/// What is known of a pair beside the two contracts.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Beside {
    /// The reference that they share tells contracts apart at every buyer that they share.
    pub(crate) reference_tells: bool,
    /// Their processes name each other.
    pub(crate) processes_related: bool,
}

/// Why two contracts are taken to be the same, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Match {
    /// In percent.
    pub(crate) confidence: i16,
    /// How much else agrees: decides between matches of one confidence.
    pub(crate) agreement: u16,
    pub(crate) method: Method,
}

/// The strongest rule that holds for two contracts; none when none does, or something contradicts.
pub(crate) fn judge(a: &Facts, b: &Facts, beside: Beside) -> Option<Match> {
    if contradict(a, b) {
        return None;
    }
    let found = [
        (Method::SameProcess, process::confidence(a, b, beside)),
        (Method::Reference, reference::confidence(a, b, beside)),
        (Method::SupplierPeriodValue, supplier::confidence(a, b)),
        (Method::TitlePeriodValue, title::confidence(a, b)),
    ];
    let strongest = found
        .into_iter()
        .filter_map(|(method, confidence)| confidence.map(|confidence| (confidence, method)))
        .max_by_key(|(confidence, method)| (*confidence, std::cmp::Reverse(*method)));
    strongest.map(|(confidence, method)| Match { confidence, agreement: agreement(a, b), method })
}

/// Titles count most, then values, then dates.
fn agreement(a: &Facts, b: &Facts) -> u16 {
    let points = |holds: bool, points: u16| if holds { points } else { 0 };
    a.titles_alike(b)
        + points(a.values_near(b), 400)
        + points(a.starts_near(b), 100)
        + points(a.ends_near(b), 100)
}

/// Whether something beside names speaks for the two: a date or the value.
fn period_or_value_agrees(a: &Facts, b: &Facts) -> bool {
    a.starts_near(b) || a.ends_near(b) || a.values_near(b)
}
