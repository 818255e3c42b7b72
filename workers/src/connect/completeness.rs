//! Proof of completeness: Find a Tender numbers the notices of each year, so that what is missing shows.

use anchorhub_entities::{
    pull_number,
    pull_window::{WindowKind, WindowState},
};
use chrono::NaiveDate;

use super::{YearReport, ledger, page::Entry, work::Work};
use crate::{
    PullError,
    walk::{self, Numbers, Second},
};

/// Missing numbers that a report names.
const NAMED: usize = 10;

/// Which numbers are missing.
pub(super) struct Gaps {
    years: Vec<Year>,
}

struct Year {
    year: i32,
    first: i32,
    last: i32,
    seen: Numbers,
    absent: Numbers,
    /// Ranges around clumps, in which a missing number is most likely a release that no page has named.
    suspect: Vec<(i32, i32)>,
}

impl Year {
    fn missing(&self) -> impl Iterator<Item = i32> {
        self.seen.missing(&self.absent, self.first, self.last)
    }
}

/// The numbers of a clump, as its window keeps them.
pub(super) fn clump_detail(entries: &[Entry]) -> Option<String> {
    let numbers = entries.iter().filter_map(|entry| entry.number);
    let year = numbers.clone().map(|(year, _)| year).max()?;
    let of_year = numbers.filter(|(of, _)| *of == year).map(|(_, number)| number);
    let (first, last) = (of_year.clone().min()?, of_year.clone().max()?);
    // As many again may have gone unnamed before and behind.
    let margin = i32::try_from(of_year.count()).unwrap_or_default();
    Some(format!("{year}:{}-{}", (first - margin).max(1), last.saturating_add(margin)))
}

fn read_detail(detail: &str) -> Option<(i32, (i32, i32))> {
    let (year, range) = detail.split_once(':')?;
    let (first, last) = range.split_once('-')?;
    Some((year.parse().ok()?, (first.parse().ok()?, last.parse().ok()?)))
}

impl Gaps {
    /// What is missing of a feed whose pull begins at a moment.
    pub(super) async fn of(work: &Work<'_>, begin: Second) -> Result<Self, PullError> {
        let clumps = ledger::steps(work, WindowKind::Window, WindowState::Clump).await?;
        let suspect: Vec<_> =
            clumps.iter().filter_map(|clump| read_detail(clump.detail.as_deref()?)).collect();
        let numbers = ledger::numbers(work).await?;
        // A notice of an earlier year that was changed since says nothing of that year's others.
        let covered = |row: &pull_number::Model| row.last > 0 && !is_before(row.year, begin);
        let years = numbers.into_iter().filter(|(row, ..)| covered(row)).map(|(row, seen, absent)| Year {
            year: row.year,
            first: first(&row, begin),
            last: row.last,
            seen,
            absent,
            suspect: suspect.iter().filter(|(year, _)| *year == row.year).map(|(_, range)| *range).collect(),
        });
        Ok(Self { years: years.collect() })
    }

    /// Year and number of the notices to ask for now: all those beside a clump, and so many others.
    pub(super) fn to_ask_for(&self, others: u32) -> Vec<(i32, i32)> {
        let is_suspect = |year: &Year, number: i32| {
            year.suspect.iter().any(|(first, last)| (*first..=*last).contains(&number))
        };
        let all = || self.years.iter().flat_map(|year| year.missing().map(move |number| (year, number)));
        let suspects = all().filter(|(year, number)| is_suspect(year, *number));
        let others = all()
            .filter(|(year, number)| !is_suspect(year, *number))
            .take(usize::try_from(others).unwrap_or(usize::MAX));
        suspects.chain(others).map(|(year, number)| (year.year, number)).collect()
    }

    /// The same for people.
    pub(super) fn report(&self) -> Vec<YearReport> {
        let of_year = |year: &Year| YearReport {
            year: year.year,
            first: year.first,
            last: year.last,
            held: year.seen.count(),
            absent: year.absent.without(&year.seen),
            missing: i64::try_from(year.missing().count()).unwrap_or(i64::MAX),
            missing_first: year
                .missing()
                .take(NAMED)
                .map(|number| format!("{number:06}-{}", year.year))
                .collect(),
        };
        self.years.iter().map(of_year).collect()
    }
}

/// Whether a year had ended when the pull begins.
fn is_before(year: i32, begin: Second) -> bool {
    new_year(year.saturating_add(1)).is_some_and(|next| next <= begin)
}

fn new_year(year: i32) -> Option<Second> {
    let midnight = NaiveDate::from_ymd_opt(year, 1, 1)?.and_hms_opt(0, 0, 0)?;
    Some(walk::second(midnight))
}

/// Where the numbers of a year should begin: at 1, if the pull covers its first day.
fn first(row: &pull_number::Model, begin: Second) -> i32 {
    if new_year(row.year).is_some_and(|new_year| begin <= new_year) { 1 } else { row.first }
}
