//! Which period a document covers, by the dates of its payments.

use std::collections::BTreeMap;

use anchorhub_entities::Period;
use chrono::NaiveDate;

/// Months that hold less than this part of the rows of the busiest month are stragglers: late postings and early
/// ones.
const STRAGGLERS: u64 = 20;

/// The whole months that the dates speak for: from the first to the last month that holds more than a
/// twentieth of the rows of the busiest one. Stragglers outside stay payments; they only do not name the period.
pub(crate) fn period_of(months: &BTreeMap<NaiveDate, u64>) -> Option<Period> {
    let busiest = months.values().max()?;
    let mut speaking =
        months.iter().filter(|(_, count)| **count * STRAGGLERS > *busiest).map(|(month, _)| *month);
    let first = speaking.next()?;
    let last = speaking.next_back().unwrap_or(first);
    Period::months(first, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(counts: &[(&str, u64)]) -> BTreeMap<NaiveDate, u64> {
        counts.iter().map(|(month, count)| (format!("{month}-01").parse().unwrap(), *count)).collect()
    }

    #[test]
    fn stragglers_do_not_name_the_period() {
        let period =
            period_of(&months(&[("2022-01", 1), ("2023-03", 4), ("2023-04", 990), ("2023-05", 5)])).unwrap();
        assert_eq!(period.to_string(), "2023-04");
        let quarter = period_of(&months(&[("2023-04", 30), ("2023-05", 40), ("2023-06", 30)])).unwrap();
        assert_eq!(quarter.to_string(), "2023-Q2");
        let years: Vec<(String, u64)> = (2019..2025)
            .flat_map(|year| (1..=12).map(move |month| (format!("{year}-{month:02}"), 100)))
            .collect();
        let years: Vec<(&str, u64)> = years.iter().map(|(month, count)| (month.as_str(), *count)).collect();
        assert_eq!(period_of(&months(&years)).unwrap().to_string(), "2019-01-01/2025-01-01");
        assert_eq!(period_of(&months(&[])), None);
    }
}
