//! Which months the documents of an institution cover.

use std::fmt::Write as _;

use chrono::{Datelike as _, NaiveDate};

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Month {
    /// Months since the beginning of year 0.
    number: i32,
}

impl Month {
    pub(crate) fn of(day: NaiveDate) -> Self {
        Self { number: day.year() * 12 + day.month0().cast_signed() }
    }

    pub(crate) fn minus(self, months: u16) -> Self {
        Self { number: self.number - i32::from(months) }
    }

    pub(crate) fn first_day(self) -> NaiveDate {
        let month = self.number.rem_euclid(12).unsigned_abs() + 1;
        NaiveDate::from_ymd_opt(self.number.div_euclid(12), month, 1).unwrap_or_default()
    }

    /// Such as `March 2025`.
    pub(crate) fn name(self) -> String {
        self.first_day().format("%B %Y").to_string()
    }
}

/// Months in a row, each covered or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Coverage {
    first: Option<Month>,
    covered: Vec<bool>,
}

impl Coverage {
    /// No month covered, of a number of months that end with `last`.
    pub(crate) fn none(last: Month, months: u16) -> Self {
        Self { first: Some(last.minus(months.saturating_sub(1))), covered: vec![false; usize::from(months)] }
    }

    /// Covers every month that a period `[from, to)` touches.
    pub(crate) fn add(&mut self, from: NaiveDate, to: NaiveDate) {
        let (Some(first), Some(last_day)) = (self.first, to.pred_opt()) else { return };
        let (from, last) = (Month::of(from), Month::of(last_day));
        for (offset, covered) in (0_i32..).zip(&mut self.covered) {
            let month = Month { number: first.number + offset };
            *covered |= from <= month && month <= last;
        }
    }

    pub(crate) fn months(&self) -> usize {
        self.covered.len()
    }

    pub(crate) fn covered(&self) -> usize {
        self.covered.iter().filter(|covered| **covered).count()
    }

    /// A strip with a mark for each month. It says nothing to those who cannot see it: the number of months
    /// stands beside it in words.
    pub(crate) fn strip(&self) -> String {
        const STEP: usize = 7;
        let width = self.covered.len() * STEP;
        let mut strip = format!(
            "<svg class=\"strip\" viewBox=\"0 0 {width} 16\" width=\"{width}\" height=\"16\" aria-hidden=\"true\">"
        );
        for (position, covered) in self.covered.iter().enumerate() {
            let class = if *covered { "have" } else { "lack" };
            let x = position * STEP;
            // Writing to a String cannot fail.
            let _ = write!(strip, "<rect class=\"{class}\" x=\"{x}\" width=\"5\" height=\"16\" rx=\"1\"/>");
        }
        strip.push_str("</svg>");
        strip
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn months_count_across_years() {
        let january = Month::of(day("2025-01-31"));
        assert_eq!(january.first_day(), day("2025-01-01"));
        assert_eq!(january.minus(1).first_day(), day("2024-12-01"));
        assert_eq!(january.minus(23).first_day(), day("2023-02-01"));
        assert_eq!(january.name(), "January 2025");
    }

    #[test]
    fn periods_cover_the_months_that_they_touch() {
        let mut coverage = Coverage::none(Month::of(day("2025-06-30")), 6);
        coverage.add(day("2024-10-01"), day("2025-02-01"));
        assert_eq!(coverage.covered, [true, false, false, false, false, false]);
        coverage.add(day("2025-04-01"), day("2025-07-01"));
        assert_eq!(coverage.covered, [true, false, false, true, true, true]);
        coverage.add(day("2025-02-10"), day("2025-02-11"));
        assert_eq!((coverage.covered(), coverage.months()), (5, 6));
        coverage.add(day("2025-09-01"), day("2026-01-01"));
        assert_eq!(coverage.covered(), 5);
        assert_eq!(coverage.strip().matches("have").count(), 5);
    }
}
