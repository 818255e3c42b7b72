//! Codes of months and financial years.

use anchorhub_entities::{FinancialQuarter, FinancialYear};
use chrono::{Datelike, NaiveDate};

use crate::columnar::facts::{DAYS_A_YEAR, year_length, year_start};

/// The financial years that facts lie in, from the first to the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::columnar) struct Years {
    first: i32,
    count: usize,
}

/// Months of a financial year.
const MONTHS: usize = 12;

/// Quarters of a financial year.
const QUARTERS: usize = 4;

impl Years {
    /// The years between two, given by the calendar years in which they begin.
    pub(in crate::columnar) fn between(first: i32, last: i32) -> Option<Self> {
        let count = usize::try_from(i64::from(last) - i64::from(first) + 1).ok()?;
        Some(Self { first, count })
    }

    /// How many years.
    pub(in crate::columnar) fn count(self) -> usize {
        self.count
    }

    /// How many months.
    pub(in crate::columnar) fn months(self) -> usize {
        self.count.saturating_mul(MONTHS)
    }

    /// How many quarters.
    pub(in crate::columnar) fn quarters(self) -> usize {
        self.count.saturating_mul(QUARTERS)
    }

    /// The code of a year.
    pub(in crate::columnar) fn code(self, year: i32) -> Option<usize> {
        usize::try_from(i64::from(year) - i64::from(self.first)).ok()
    }

    /// The year of a code.
    pub(in crate::columnar) fn year(self, code: usize) -> Option<FinancialYear> {
        self.first.checked_add(i32::try_from(code).ok()?).map(FinancialYear::starting)
    }

    /// The code of the month of a financial year, counted from April.
    pub(in crate::columnar) fn month_code(year: usize, month: u8) -> usize {
        year * MONTHS + usize::from(month)
    }

    /// The code of the quarter in which a month of a financial year, counted from April, lies.
    pub(in crate::columnar) fn quarter_code(year: usize, month: u8) -> usize {
        Self::month_code(year, month) / (MONTHS / QUARTERS)
    }

    /// The quarter of a code.
    pub(in crate::columnar) fn quarter(self, code: usize) -> Option<FinancialQuarter> {
        let quarter = i32::try_from(code).ok()?;
        Some(FinancialQuarter::numbered(self.first.checked_mul(4)?.checked_add(quarter)?))
    }

    /// The first day of the month of a code.
    pub(in crate::columnar) fn month(self, code: usize) -> Option<NaiveDate> {
        let april = year_start(self.year(code / MONTHS)?.start_year())?;
        april.checked_add_months(chrono::Months::new(u32::try_from(code % MONTHS).ok()?))
    }
}

/// For each day of a financial year its month, counted from April.
pub(in crate::columnar) fn months_of(year: i32) -> [u8; DAYS_A_YEAR] {
    let mut months = [0; DAYS_A_YEAR];
    let Some(start) = year_start(year) else { return months };
    let days = start.iter_days().zip(&mut months).take(year_length(year).unwrap_or(0));
    for (day, month) in days {
        *month = u8::try_from((day.month() + 8) % 12).unwrap_or(0);
    }
    months
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_count_from_april() {
        let months = months_of(2023);
        assert_eq!((months[0], months[29], months[30], months[365]), (0, 0, 1, 11));
        let years = Years::between(2022, 2024).unwrap();
        assert_eq!(years.months(), 36);
        assert_eq!(years.month(23), NaiveDate::from_ymd_opt(2024, 3, 1));
        assert_eq!(years.quarters(), 12);
        assert_eq!((Years::quarter_code(1, 2), Years::quarter_code(1, 11)), (4, 7));
        assert_eq!(years.quarter(7).map(|quarter| quarter.to_string()).as_deref(), Some("2023/24 Q4"));
        assert_eq!(years.code(2024), Some(2));
        assert_eq!(years.code(2021), None);
    }
}
