//! Half-open periods of civil dates.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Months, NaiveDate};

use crate::FinancialYear;

/// A period `[from, to)` of civil dates in Europe/London.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

/// Why a text or a pair of dates is not a period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// The text has none of the known forms.
    #[error(
        "`{0}` is not a period: write 2023-04, 2023-Q2, 2023/24, 2023, 2023-04..2023-06 or 2023-04-01/2023-07-01 (end not included)"
    )]
    Unreadable(String),
    /// The end does not come after the start.
    #[error("a period must end after it starts: {from} to {to}")]
    Empty {
        /// First day.
        from: NaiveDate,
        /// First day after.
        to: NaiveDate,
    },
}

impl Period {
    /// The period from `from` up to but without `to`.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Result<Self, PeriodError> {
        if from < to { Ok(Self { from, to }) } else { Err(PeriodError::Empty { from, to }) }
    }

    /// The calendar month in which a date lies.
    pub fn month_of(date: NaiveDate) -> Option<Self> {
        months_from(date.with_day(1)?, 1)
    }

    /// The whole months from that of `first` to that of `last`, both included.
    pub fn months(first: NaiveDate, last: NaiveDate) -> Option<Self> {
        let end = last.with_day(1)?.checked_add_months(Months::new(1))?;
        Self::new(first.with_day(1)?, end).ok()
    }

    /// First day.
    pub fn from(self) -> NaiveDate {
        self.from
    }

    /// First day after the period.
    pub fn to(self) -> NaiveDate {
        self.to
    }

    /// Whether a date lies in the period.
    pub fn contains(self, date: NaiveDate) -> bool {
        self.from <= date && date < self.to
    }

    /// Whether two periods share a day.
    pub fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// First days of the calendar months that the period touches, in order.
    pub fn month_starts(self) -> impl Iterator<Item = NaiveDate> {
        let first = self.from.with_day(1);
        std::iter::successors(first, |month| month.checked_add_months(Months::new(1)))
            .take_while(move |month| *month < self.to)
    }
}

impl fmt::Display for Period {
    /// The shortest form that reads back: `2023-04`, `2023/24`, `2023-Q2`, `2023`, else `from/to`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole_months = self.from.day() == 1 && self.to.day() == 1;
        let length =
            (self.to.year() - self.from.year()) * 12 + self.to.month0() as i32 - self.from.month0() as i32;
        match (whole_months, length, self.from.month()) {
            (true, 1, _) => write!(f, "{}", self.from.format("%Y-%m")),
            (true, 12, 4) => write!(f, "{}", FinancialYear::of(self.from)),
            (true, 12, 1) => write!(f, "{}", self.from.format("%Y")),
            (true, 3, month) if month % 3 == 1 => write!(f, "{}-Q{}", self.from.format("%Y"), month / 3 + 1),
            _ => write!(f, "{}/{}", self.from, self.to),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let trimmed = text.trim();
        let unreadable = || PeriodError::Unreadable(text.chars().take(80).collect());
        if let Some((first, last)) = trimmed.split_once("..") {
            let (first, last) = (single(first), single(last));
            let (first, last) = (first.ok_or_else(unreadable)?, last.ok_or_else(unreadable)?);
            return Self::new(first.from, last.to);
        }
        if let Some((from, to)) =
            trimmed.split_once('/').and_then(|(from, to)| Some((iso_date(from)?, iso_date(to)?)))
        {
            return Self::new(from, to);
        }
        single(trimmed).ok_or_else(unreadable)
    }
}

/// Periods named by one word: a day, month, quarter, calendar year or financial year.
fn single(text: &str) -> Option<Period> {
    let text = text.trim();
    if let Some(day) = iso_date(text) {
        return Period::new(day, day.succ_opt()?).ok();
    }
    let (head, tail) = text.split_at_checked(4)?;
    let year: i32 = digits(head)?;
    if tail.is_empty() {
        return months_from(NaiveDate::from_ymd_opt(year, 1, 1)?, 12);
    }
    let rest = tail.get(1..)?;
    match tail.as_bytes()[0] {
        b'/' => {
            let end: i32 = digits(rest)?;
            let follows = match rest.len() {
                2 => end == (year + 1) % 100,
                4 => end == year + 1,
                _ => false,
            };
            if follows { FinancialYear::starting(year).period() } else { None }
        }
        b'-' if rest.starts_with(['Q', 'q']) => {
            let quarter: u32 = digits(&rest[1..])?;
            (1..=4)
                .contains(&quarter)
                .then(|| NaiveDate::from_ymd_opt(year, quarter * 3 - 2, 1))
                .flatten()
                .and_then(|start| months_from(start, 3))
        }
        b'-' if rest.len() == 2 => months_from(NaiveDate::from_ymd_opt(year, digits(rest)?, 1)?, 1),
        _ => None,
    }
}

fn months_from(start: NaiveDate, months: u32) -> Option<Period> {
    Period::new(start, start.checked_add_months(Months::new(months))?).ok()
}

fn iso_date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if text.len() != 10 { None } else { NaiveDate::parse_from_str(text, "%Y-%m-%d").ok() }
}

fn digits<N: FromStr>(text: &str) -> Option<N> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_every_form_and_writes_the_shortest() {
        for (text, from, to, shown) in [
            ("2023-04", "2023-04-01", "2023-05-01", "2023-04"),
            ("2023-Q2", "2023-04-01", "2023-07-01", "2023-Q2"),
            ("2023/24", "2023-04-01", "2024-04-01", "2023/24"),
            ("2023/2024", "2023-04-01", "2024-04-01", "2023/24"),
            ("2023", "2023-01-01", "2024-01-01", "2023"),
            ("2023-04..2023-06", "2023-04-01", "2023-07-01", "2023-Q2"),
            ("2023-04-03/2023-04-09", "2023-04-03", "2023-04-09", "2023-04-03/2023-04-09"),
        ] {
            let period: Period = text.parse().unwrap();
            assert_eq!(
                (period.from().to_string(), period.to().to_string()),
                (from.into(), to.into()),
                "{text}"
            );
            assert_eq!(period.to_string(), shown);
        }
        for text in ["", "April", "2023-13", "2023/25", "2023-Q5", "23-04", "2023-05..2023-04", "20é3"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(start in 0i32..80_000, days in 1u64..4000) {
            let from = NaiveDate::from_num_days_from_ce_opt(690_000 + start).unwrap();
            let period = Period::new(from, from + chrono::Days::new(days)).unwrap();
            prop_assert_eq!(period.to_string().parse::<Period>().unwrap(), period);
        }

        #[test]
        fn no_text_panics(text in ".*") {
            let _ = text.parse::<Period>();
        }
    }
}
