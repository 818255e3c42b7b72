//! How long contracts run, and what they are worth a year.

use chrono::{Datelike, Months, NaiveDate};

use super::{Facts, date_of};

/// Whole months from one day to another, where the second is not part: a contract from 1 April to 31 March has twelve.
pub(crate) fn months_between(from: NaiveDate, to: NaiveDate) -> i64 {
    let distance = i64::from(to.year() - from.year()) * 12 + i64::from(to.month()) - i64::from(from.month());
    let months = u32::try_from(distance).map_or(Months::new(0), Months::new);
    let reached = from.checked_add_months(months).is_some_and(|day| day <= to);
    if distance > 0 && !reached { distance - 1 } else { distance }
}

impl Facts {
    /// The term of a contract in whole months, its last day included; none without a start and an end, or with an end before the
    /// start.
    pub(crate) fn months(&self, place: usize) -> Option<i64> {
        let day = |column: &[i32]| column.get(place).copied().and_then(date_of);
        let (start, end) = (day(&self.starts)?, day(&self.ends)?);
        (start <= end).then(|| months_between(start, end.succ_opt().unwrap_or(end)))
    }

    /// The value a year of a contract in pence, in pounds and no ceiling: as published, else its value over its term in years.
    /// A term of less than a year counts as one year, so that nothing is blown up. None where neither is known.
    pub(crate) fn value_a_year(&self, place: usize) -> Option<i64> {
        if self.is_framework.get(place) == Some(&true) {
            return None;
        }
        if let Some(annual) = self.annual.get(place).copied().flatten() {
            return Some(annual);
        }
        let (value, months) = (i128::from(self.value(place)?), i128::from(self.months(place)?.max(12)));
        // Half pence away from zero.
        let twice = value * 24 + if value < 0 { -months } else { months };
        i64::try_from(twice / (2 * months)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::months_between;

    #[test]
    fn months_are_whole() {
        let months = |from: &str, to: &str| months_between(from.parse().unwrap(), to.parse().unwrap());
        assert_eq!(months("2024-04-01", "2025-04-01"), 12);
        assert_eq!(months("2024-04-01", "2025-03-31"), 11);
        assert_eq!(months("2024-01-31", "2024-02-29"), 1);
        assert_eq!(months("2024-01-31", "2024-02-28"), 0);
        assert_eq!(months("2024-05-10", "2024-05-10"), 0);
    }
}
