//! Contracts as payments are compared with them.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};

/// Days before the first one on which something may be paid: the first day is often only a plan.
const EARLY_DAYS: i64 = 14;

/// Days after the last one on which invoices are still paid: a quarter.
const LATE_DAYS: i64 = 92;

/// A contract that counts, with all that the sources of its cluster say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Contract {
    /// The contract that stands for the cluster.
    pub(crate) id: i64,
    /// See `text::reference_key`.
    pub(crate) references: BTreeSet<String>,
    pub(crate) suppliers: BTreeSet<i64>,
    /// The first day: of the period, else of the signature or award.
    pub(crate) starts: Option<NaiveDate>,
    /// The last day on which it can be in force, with all options.
    pub(crate) ends: Option<NaiveDate>,
    /// In pence; none for other currencies, and for frameworks, whose value is a ceiling.
    pub(crate) value: Option<i64>,
    pub(crate) is_framework: bool,
}

/// Where a day lies from a contract's period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Term {
    Within,
    /// After the end, when invoices are still paid.
    Late,
    Outside,
    /// The first or last day is not published.
    Unknown,
}

impl Contract {
    pub(crate) fn term(&self, day: NaiveDate) -> Term {
        let (Some(starts), Some(ends)) = (self.starts, self.ends) else { return Term::Unknown };
        let after = |date: NaiveDate, days| {
            date.checked_add_signed(TimeDelta::days(days)).is_none_or(|limit| limit >= day)
        };
        let before = |date: NaiveDate, days| {
            date.checked_sub_signed(TimeDelta::days(days)).is_none_or(|limit| limit <= day)
        };
        match (before(starts, EARLY_DAYS), after(ends, 0), after(ends, LATE_DAYS)) {
            (true, true, _) => Term::Within,
            (true, false, true) => Term::Late,
            _ => Term::Outside,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::example::day;

    #[test]
    fn a_term_begins_early_and_ends_late() {
        let contract = Contract {
            starts: Some(day("2024-04-01")),
            ends: Some(day("2025-03-31")),
            ..Contract::default()
        };
        for (paid_on, term) in [
            ("2024-03-17", Term::Outside),
            ("2024-03-18", Term::Within),
            ("2025-03-31", Term::Within),
            ("2025-04-01", Term::Late),
            ("2025-07-01", Term::Late),
            ("2025-07-02", Term::Outside),
        ] {
            assert_eq!(contract.term(day(paid_on)), term, "{paid_on}");
        }
        assert_eq!(Contract { ends: None, ..contract }.term(day("2024-06-01")), Term::Unknown);
    }
}
