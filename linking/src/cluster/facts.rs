//! What is known of a contract that tells whether another one is the same.

use std::collections::BTreeSet;

use anchorhub_identity::identifier::{Identifier, read};
use chrono::{Datelike, NaiveDate};

use super::Standing;
use crate::text::likeness;

/// A contract as one source states it, cut down to what clusters are made from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) id: i64,
    /// Does not depend on when it arrived, as the id does.
    pub(crate) source_key: String,
    pub(crate) origin: Origin,
    pub(crate) process: Option<Process>,
    /// The register that it is a row of.
    pub(crate) document_id: Option<i64>,
    /// See `text::reference_key`.
    pub(crate) reference: Option<String>,
    /// See `text::title_key`.
    pub(crate) title: Option<String>,
    pub(crate) starts: Option<NaiveDate>,
    pub(crate) ends: Option<NaiveDate>,
    pub(crate) latest_end: Option<NaiveDate>,
    pub(crate) value: Option<Value>,
    /// Institutions that buy, in ascending order.
    pub(crate) buyers: Vec<i32>,
    pub(crate) suppliers: BTreeSet<i64>,
    /// Scheme and identifier of suppliers.
    pub(crate) identifiers: BTreeSet<(String, String)>,
    /// How many of its fields are filled.
    pub(crate) filled: i32,
    pub(crate) is_test: bool,
    /// Where it stands in the database.
    pub(crate) stands: Option<Standing>,
}

/// What a contract was read from, the best first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// A contract of a contracting process.
    Contract,
    /// An award without a contract.
    Award,
    /// A row of a register.
    #[default]
    Register,
}

/// The contracting process of a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Process {
    pub(crate) id: i64,
    /// Where it is published.
    pub(crate) portal: String,
}

/// A positive value; anything else stands for none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) pence: i64,
    pub(crate) currency: String,
}

/// What the suppliers of two contracts say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Suppliers {
    /// They share one, by identity or identifier.
    Same,
    /// One of the contracts names none.
    Unknown,
    /// Other names, which may still be one firm.
    Different,
    /// Other identifiers of one scheme.
    Contradicting,
}

/// Days within which two dates count as near: one month, as notices are often written before the exact day is known.
const NEAR_DAYS: i64 = 31;

impl Facts {
    pub(crate) fn suppliers_against(&self, other: &Self) -> Suppliers {
        if contradict(&self.identifiers, &other.identifiers) {
            Suppliers::Contradicting
        } else if !self.suppliers.is_disjoint(&other.suppliers) || self.shares_identifier(other) {
            Suppliers::Same
        } else if self.names_nobody() || other.names_nobody() {
            Suppliers::Unknown
        } else {
            Suppliers::Different
        }
    }

    pub(crate) fn shares_identifier(&self, other: &Self) -> bool {
        !self.identifiers.is_disjoint(&other.identifiers)
    }

    /// No supplier is known.
    pub(crate) fn names_nobody(&self) -> bool {
        self.suppliers.is_empty() && self.identifiers.is_empty()
    }

    pub(crate) fn shares_buyer(&self, other: &Self) -> bool {
        self.buyers.iter().any(|buyer| other.buyers.contains(buyer))
    }

    /// Whether both are published by one portal, or both in registers.
    pub(crate) fn shares_portal(&self, other: &Self) -> bool {
        match (&self.process, &other.process) {
            (Some(a), Some(b)) => a.portal == b.portal,
            (None, None) => true,
            _ => false,
        }
    }

    /// How alike the titles are, in thousandths; 0 when one has none.
    pub(crate) fn titles_alike(&self, other: &Self) -> u16 {
        match (&self.title, &other.title) {
            (Some(a), Some(b)) => likeness(a, b),
            _ => 0,
        }
    }

    /// Whether both values are known, of one currency and within 1 % of the larger.
    pub(crate) fn values_near(&self, other: &Self) -> bool {
        self.values(other).is_some_and(|(less, more)| (more - less) * 100 <= more)
    }

    /// Both values, the smaller first, when they can be compared.
    pub(crate) fn values(&self, other: &Self) -> Option<(i128, i128)> {
        let (a, b) = (self.value.as_ref()?, other.value.as_ref()?);
        let (x, y) = (i128::from(a.pence), i128::from(b.pence));
        (a.currency == b.currency).then_some((x.min(y), x.max(y)))
    }

    pub(crate) fn starts_near(&self, other: &Self) -> bool {
        matches!((self.starts, other.starts), (Some(a), Some(b)) if (a - b).num_days().abs() <= NEAR_DAYS)
    }

    pub(crate) fn ends_near(&self, other: &Self) -> bool {
        self.days_between_ends(other).is_some_and(|days| days <= NEAR_DAYS)
    }

    /// The month in which it begins, counted from the year 0.
    pub(crate) fn month(&self) -> Option<i32> {
        let month = |date: NaiveDate| date.year() * 12 + i32::try_from(date.month0()).unwrap_or(0);
        self.starts.map(month)
    }

    /// Days between the nearest two of the ends, with and without options to extend; none when an end is not known.
    pub(crate) fn days_between_ends(&self, other: &Self) -> Option<i64> {
        let of_others = || other.known_ends();
        self.known_ends().flat_map(|a| of_others().map(move |b| (a - b).num_days().abs())).min()
    }

    fn known_ends(&self) -> impl Iterator<Item = NaiveDate> {
        self.ends.into_iter().chain(self.latest_end)
    }

    /// The last day on which it can be in force; none when no end is known.
    pub(crate) fn last_day(&self) -> Option<NaiveDate> {
        self.known_ends().max()
    }
}

/// Whether there is a scheme in which both have identifiers, and none in common.
fn contradict(a: &BTreeSet<(String, String)>, b: &BTreeSet<(String, String)>) -> bool {
    a.iter().any(|(scheme, _)| {
        let mut others = b.iter().filter(|(other, _)| other == scheme).peekable();
        others.peek().is_some() && !others.any(|identifier| a.contains(identifier))
    })
}

/// An identifier as it is compared, under its code of org-id.guide; what cannot be one (an NHS code under `GB-COH`, a
/// placeholder) tells nothing. Registers unknown here are compared by letters and digits in any case.
pub(crate) fn identifier_key(scheme: &str, identifier: &str) -> Option<(String, String)> {
    let Identifier { scheme, value } = read(scheme, identifier).ok()?;
    if scheme.is_known() {
        return Some((scheme.to_string(), value));
    }
    let key: String = value.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase();
    (!key.is_empty()).then(|| (scheme.to_string(), key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::example::{contract, day};

    #[test]
    fn company_numbers_regain_their_zeros() {
        for (identifier, key) in [
            ("2535986", Some("02535986")),
            ("02535986", Some("02535986")),
            (" sc 123456", Some("SC123456")),
            ("RRK", None),
            ("123456789", None),
            ("", None),
        ] {
            let found = identifier_key("GB-COH", identifier).map(|(_, key)| key);
            assert_eq!(found.as_deref(), key, "{identifier}");
        }
        let key = |scheme: &str, value: &str| Some((scheme.to_owned(), value.to_owned()));
        assert_eq!(identifier_key("GB-NHS", "rrk"), key("GB-NHS", "RRK"));
        assert_eq!(identifier_key("NL-KVK", "12-ab"), key("NL-KVK", "12AB"));
        assert_eq!(identifier_key("NL-KVK", "N/A"), None);
        assert_eq!(identifier_key("companies house", "2535986"), key("GB-COH", "02535986"));
    }

    #[test]
    fn suppliers_of_two_contracts_agree_or_not() {
        let (mut a, mut b) = (contract("a"), contract("b"));
        assert_eq!(a.suppliers_against(&b), Suppliers::Unknown);
        a.suppliers.insert(1);
        assert_eq!(a.suppliers_against(&b), Suppliers::Unknown);
        b.suppliers.insert(2);
        assert_eq!(a.suppliers_against(&b), Suppliers::Different);
        a.identifiers.extend(identifier_key("GB-COH", "00000001"));
        b.identifiers.extend(identifier_key("GB-COH", "00000001"));
        assert_eq!(a.suppliers_against(&b), Suppliers::Same);
        b.identifiers = identifier_key("GB-COH", "00000002").into_iter().collect();
        assert_eq!(a.suppliers_against(&b), Suppliers::Contradicting);
        // A consortium shares one of its firms.
        b.identifiers.extend(identifier_key("GB-COH", "00000001"));
        assert_eq!(b.suppliers_against(&a), Suppliers::Same);
    }

    #[test]
    fn values_and_dates_are_near_or_not() {
        let (mut a, mut b) = (contract("a"), contract("b"));
        assert!(!a.values_near(&b) && !a.starts_near(&b) && !a.ends_near(&b));
        let pounds = |pence| Some(Value { pence, currency: "GBP".to_owned() });
        (a.value, b.value) = (pounds(10_000), pounds(9_900));
        assert!(a.values_near(&b));
        b.value = pounds(9_899);
        assert!(!a.values_near(&b));
        b.value = Some(Value { pence: 10_000, currency: "EUR".to_owned() });
        assert!(!a.values_near(&b));
        (a.starts, b.starts) = (day("2024-04-01"), day("2024-05-02"));
        assert!(a.starts_near(&b));
        b.starts = day("2024-05-03");
        assert!(!a.starts_near(&b));
        // The register counts the extension, the notice states it apart.
        (a.ends, b.ends, b.latest_end) = (day("2028-03-31"), day("2026-03-31"), day("2028-03-31"));
        assert!(a.ends_near(&b));
        assert_eq!(b.last_day(), day("2028-03-31"));
    }
}
