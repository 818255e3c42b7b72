//! Dates of contracts.

use chrono::{Days, Months, NaiveDate};

use super::words::{plain, says_nothing};
use crate::recognise::{DateOrder, parse_date};

/// What a cell of a date column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::registers) enum DateCell {
    /// Nothing.
    Empty,
    /// A word for no date, or none yet.
    NotStated,
    /// Something that is no date.
    Unreadable,
    /// A day.
    Day(NaiveDate),
    /// A month, by its first day.
    Month(NaiveDate),
}

impl DateCell {
    /// The day that a contract begins on; the first of a month.
    pub(in crate::registers) fn first(self) -> Option<NaiveDate> {
        match self {
            Self::Day(date) | Self::Month(date) => Some(date),
            _ => None,
        }
    }

    /// The day that it ends on; the last of a month.
    pub(in crate::registers) fn last(self) -> Option<NaiveDate> {
        match self {
            Self::Day(date) => Some(date),
            Self::Month(first) => (first.checked_add_months(Months::new(1)))
                .and_then(|next| next.checked_sub_days(Days::new(1))),
            _ => None,
        }
    }
}

/// Words that begin what registers write in place of an end.
const OPEN: &[&str] = &[
    "ongoing",
    "on going",
    "rolling",
    "open",
    "continuous",
    "continuing",
    "until",
    "perpetual",
    "perpetuity",
    "indefinite",
    "evergreen",
    "no end",
    "no fixed",
    "no expiry",
    "annual",
    "annually",
    "monthly",
    "yearly",
    "as required",
    "ad hoc",
    "when",
    "upon",
    "on completion",
    "completion",
    "expired",
    "terminated",
    "end of",
    "in perpetuity",
    "tbc",
    "tba",
    "to be",
    "not",
    "dependent",
    "subject to",
    "under review",
    "spot",
];

/// Years that systems write for no end.
const NEVER: [&str; 3] = ["9999", "2999", "2199"];

/// Reads one cell. A day number of Excel is a date here, as the column is one of dates.
pub(in crate::registers) fn read_date(cell: &str, order: DateOrder) -> DateCell {
    if cell.is_empty() {
        return DateCell::Empty;
    }
    if let Some(read) = parse_date(cell, order, true) {
        return if read.has_day() { DateCell::Day(read.date) } else { DateCell::Month(read.date) };
    }
    let plain = plain(cell);
    let is_open = OPEN
        .iter()
        .any(|open| plain.strip_prefix(open).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')));
    let is_never = plain.split(' ').any(|word| NEVER.contains(&word));
    if is_open || is_never || says_nothing(cell) { DateCell::NotStated } else { DateCell::Unreadable }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_contracts() {
        let day = |text: &str| DateCell::Day(text.parse().unwrap());
        for (cell, read) in [
            ("", DateCell::Empty),
            ("31/03/2025", day("2025-03-31")),
            ("45747", day("2025-03-31")),
            ("31 March 2025", day("2025-03-31")),
            ("TBC", DateCell::NotStated),
            ("Ongoing", DateCell::NotStated),
            ("On-going (rolling)", DateCell::NotStated),
            ("Rolling contract", DateCell::NotStated),
            ("n/a", DateCell::NotStated),
            ("-", DateCell::NotStated),
            ("Until further notice", DateCell::NotStated),
            ("31/12/9999", DateCell::NotStated),
            ("22/04/222", DateCell::Unreadable),
            ("31/02/2024", DateCell::Unreadable),
            ("######", DateCell::Unreadable),
            ("Openreach", DateCell::Unreadable),
        ] {
            assert_eq!(read_date(cell, DateOrder::DayFirst), read, "{cell}");
        }
        let month = read_date("Feb-24", DateOrder::DayFirst);
        assert_eq!(month.first(), Some("2024-02-01".parse().unwrap()));
        assert_eq!(month.last(), Some("2024-02-29".parse().unwrap()));
    }
}
