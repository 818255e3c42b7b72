//! The 24 months of the demo, and the days on which bodies pay.

use anchorhub_entities::Period;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// First day of the first month. The last month is March 2026: two whole financial years, none of it in the
/// future of anybody who runs this program.
const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2024, 4, 1).unwrap();

const MONTHS: u32 = 24;

/// The day after the last month: what is published before it lies in the past. Plans, deadlines and ends of
/// contracts reach years beyond it, so that there are some ahead whenever the demo is made.
pub(crate) const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();

/// How often a body publishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rhythm {
    Monthly,
    Quarterly,
}

impl Rhythm {
    fn months(self) -> u32 {
        match self {
            Self::Monthly => 1,
            Self::Quarterly => 3,
        }
    }

    /// The periods of all publications, oldest first.
    pub(crate) fn periods(self) -> Vec<Period> {
        let step = self.months();
        (0..MONTHS / step)
            .filter_map(|index| {
                let from = FIRST.checked_add_months(Months::new(index * step))?;
                Period::new(from, from.checked_add_months(Months::new(step))?).ok()
            })
            .collect()
    }
}

/// The weekdays of a period.
pub(crate) fn working_days(period: Period) -> Vec<NaiveDate> {
    std::iter::successors(Some(period.from()), |day| day.checked_add_days(Days::new(1)))
        .take_while(|day| *day < period.to())
        .filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
        .collect()
}

/// Last day of a period, as `Effective Date` columns give it.
pub(crate) fn last_day(period: Period) -> NaiveDate {
    period.to().pred_opt().unwrap_or(period.to())
}

/// Number of a day in a spreadsheet: 1 January 1900 is 1, and 1900 counts as a leap year.
pub(crate) fn serial_day(day: NaiveDate) -> i64 {
    const BEFORE_FIRST: NaiveDate = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
    day.signed_duration_since(BEFORE_FIRST).num_days()
}

/// The financial year and its month as ledgers write them: April 2024 is `202401`.
pub(crate) fn ledger_period(day: NaiveDate) -> String {
    let month = (day.month() + 8) % 12 + 1;
    let year = if day.month() >= 4 { day.year() } else { day.year() - 1 };
    format!("{year}{month:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn two_financial_years_without_gap_or_future() {
        for (rhythm, count) in [(Rhythm::Monthly, 24), (Rhythm::Quarterly, 8)] {
            let periods = rhythm.periods();
            assert_eq!(periods.len(), count);
            assert_eq!(periods[0].from(), day("2024-04-01"));
            assert_eq!(periods[count - 1].to(), TODAY);
            assert!(periods.windows(2).all(|pair| pair[0].to() == pair[1].from()));
        }
    }

    #[test]
    fn days_as_ledgers_and_spreadsheets_write_them() {
        assert_eq!(serial_day(day("2023-08-10")), 45148);
        assert_eq!(ledger_period(day("2024-04-30")), "202401");
        assert_eq!(ledger_period(day("2025-03-01")), "202412");
        assert_eq!(ledger_period(day("2025-01-01")), "202410");
        let april: Period = "2024-04".parse().unwrap();
        assert_eq!(working_days(april).len(), 22);
        assert_eq!(last_day(april), day("2024-04-30"));
    }
}
