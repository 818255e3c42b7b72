//! The public sector's year.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::Period;

/// A UK public-sector financial year, 1 April to 31 March, written `2023/24`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FinancialYear(i32);

impl FinancialYear {
    /// The financial year that begins on 1 April of `year`.
    pub fn starting(year: i32) -> Self {
        Self(year)
    }

    /// The financial year in which a civil date lies.
    pub fn of(date: NaiveDate) -> Self {
        Self(if date.month() >= 4 { date.year() } else { date.year() - 1 })
    }

    /// The calendar year in which it begins.
    pub fn start_year(self) -> i32 {
        self.0
    }

    /// Its dates, `[1 April, next 1 April)`; none outside the calendar's range.
    pub fn period(self) -> Option<Period> {
        Period::new(
            NaiveDate::from_ymd_opt(self.0, 4, 1)?,
            NaiveDate::from_ymd_opt(self.0.checked_add(1)?, 4, 1)?,
        )
        .ok()
    }
}

impl fmt::Display for FinancialYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:02}", self.0, (self.0 + 1).rem_euclid(100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn april_begins_the_year() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(FinancialYear::of(day(2024, 3, 31)).to_string(), "2023/24");
        assert_eq!(FinancialYear::of(day(2024, 4, 1)).to_string(), "2024/25");
        assert_eq!(FinancialYear::starting(1999).to_string(), "1999/00");
    }
}
