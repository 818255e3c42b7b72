//! Whether a supplier is a small or medium-sized enterprise.
//!
//! The Procurement Act 2023 (section 123) means fewer than 250 staff and a turnover of at most £44 million or a balance
//! sheet of at most £38 million. The bands of the Companies Act 2006, by which accounts are filed, are others: medium
//! goes to 250 staff, £54 million and £27 million, two of three. A category of accounts therefore is the weakest
//! ground, and the basis is always shown.

use super::{
    facts::{Facts, Source},
    tristate::{Basis, Judged, Said, judge},
};

/// Categories of accounts that only small and medium companies file. `FULL` and `GROUP` are filed by small ones, too,
/// `DORMANT` and the exemptions of subsidiaries say nothing of size: all of these leave it open.
const SMALL_ACCOUNTS: [&str; 9] = [
    "MICRO ENTITY",
    "SMALL",
    "SMALL FULL",
    "TOTAL EXEMPTION FULL",
    "TOTAL EXEMPTION SMALL",
    "PARTIAL EXEMPTION",
    "UNAUDITED ABRIDGED",
    "AUDITED ABRIDGED",
    "MEDIUM",
];

/// Notices, then what buyers note in registers of contracts and spend files, then the category of accounts.
pub(super) fn size(facts: &Facts) -> Judged {
    let mut said: Vec<Said> = facts
        .statements
        .iter()
        .filter_map(|statement| {
            Some(Said {
                answer: statement.sme?,
                basis: basis(statement.source),
                on: statement.on,
                times: statement.times,
            })
        })
        .collect();
    said.extend(facts.entries.iter().filter(|entry| entry.scheme == "GB-COH").filter_map(|entry| {
        let is_small = entry.accounts.as_deref().is_some_and(is_small);
        is_small.then_some(Said { answer: true, basis: Basis::Accounts, on: entry.on, times: 1 })
    }));
    judge(&said)
}

/// The basis that a statement of a source gives.
pub(super) fn basis(source: Source) -> Basis {
    match source {
        Source::Notice => Basis::Notice,
        Source::ContractRegister => Basis::ContractRegister,
        Source::SpendFile => Basis::SpendFile,
    }
}

fn is_small(accounts: &str) -> bool {
    let accounts = accounts.trim().replace('-', " ");
    SMALL_ACCOUNTS.iter().any(|category| category.eq_ignore_ascii_case(&accounts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::facts::{Entry, Statement};

    fn company(accounts: &str) -> Entry {
        Entry {
            scheme: "GB-COH".to_owned(),
            accounts: Some(accounts.to_owned()),
            on: "2024-05-01".parse().ok(),
            ..Entry::default()
        }
    }

    #[test]
    fn accounts_say_small_or_nothing() {
        for (accounts, answer) in [
            ("MICRO ENTITY", Some(true)),
            ("Micro-Entity", Some(true)),
            ("TOTAL EXEMPTION FULL", Some(true)),
            ("MEDIUM", Some(true)),
            ("FULL", None),
            ("GROUP", None),
            ("DORMANT", None),
            ("NO ACCOUNTS FILED", None),
            ("AUDIT EXEMPTION SUBSIDIARY", None),
        ] {
            let facts = Facts { entries: vec![company(accounts)], ..Facts::default() };
            let judged = size(&facts);
            assert_eq!(judged.answer, answer, "{accounts}");
            assert_eq!(judged.basis, answer.map(|_| Basis::Accounts), "{accounts}");
        }
    }

    #[test]
    fn a_buyer_who_says_large_is_believed_before_accounts_and_the_conflict_is_told() {
        let statement = Statement {
            source: Source::SpendFile,
            sme: Some(false),
            vcse: None,
            on: "2023-04-30".parse().ok(),
            times: 4,
        };
        let facts =
            Facts { statements: vec![statement], entries: vec![company("SMALL")], ..Facts::default() };
        let judged = size(&facts);
        assert_eq!(
            (judged.answer, judged.basis, judged.conflict),
            (Some(false), Some(Basis::SpendFile), true)
        );
        assert_eq!(judged.on, "2023-04-30".parse().ok());
    }
}
