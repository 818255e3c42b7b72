//! The public sector's year.

use std::fmt;

use chrono::{Datelike, Months, NaiveDate};

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

/// A quarter of a financial year, written `2023/24 Q1`; the first is April to June.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FinancialQuarter(i32);

/// Quarters of a year.
const QUARTERS: i32 = 4;

impl FinancialQuarter {
    /// The quarter of a number: four times the calendar year in which its financial year begins, and 0 to 3.
    pub fn numbered(number: i32) -> Self {
        Self(number)
    }

    /// The quarter in which a civil date lies.
    pub fn of(date: NaiveDate) -> Self {
        let months = i32::try_from(date.month()).unwrap_or_default() - 4;
        Self(date.year() * QUARTERS + months.div_euclid(3))
    }

    /// Its number: four times the calendar year in which its financial year begins, and 0 to 3.
    pub fn number(self) -> i32 {
        self.0
    }

    /// The financial year that it is part of.
    pub fn year(self) -> FinancialYear {
        FinancialYear(self.0.div_euclid(QUARTERS))
    }

    /// Its dates, such as `[1 April, 1 July)`; none outside the calendar's range.
    pub fn period(self) -> Option<Period> {
        let april = self.year().period()?.from();
        let months = u32::try_from(self.0.rem_euclid(QUARTERS)).ok()? * 3;
        let from = april.checked_add_months(Months::new(months))?;
        Period::new(from, from.checked_add_months(Months::new(3))?).ok()
    }
}

impl fmt::Display for FinancialQuarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} Q{}", self.year(), self.0.rem_euclid(QUARTERS) + 1)
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
    #[test]
    fn quarters_count_from_april() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        for (date, shown, from, to) in [
            (day(2023, 4, 1), "2023/24 Q1", day(2023, 4, 1), day(2023, 7, 1)),
            (day(2023, 12, 31), "2023/24 Q3", day(2023, 10, 1), day(2024, 1, 1)),
            (day(2024, 3, 31), "2023/24 Q4", day(2024, 1, 1), day(2024, 4, 1)),
        ] {
            let quarter = FinancialQuarter::of(date);
            assert_eq!(quarter.to_string(), shown);
            assert_eq!(quarter.period(), Period::new(from, to).ok());
            assert_eq!(FinancialQuarter::numbered(quarter.number()), quarter);
            assert_eq!(quarter.year(), FinancialYear::of(date));
        }
    }
}
