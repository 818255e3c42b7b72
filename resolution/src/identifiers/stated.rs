//! What sources state of a name, read into identifiers.

use std::collections::BTreeSet;

use anchorhub_identity::identifier::{Identifier, examine};

use super::problem;

/// Who states an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    /// The spend files of an institution.
    Spend(i32),
    /// Notices, or registers of contracts.
    Contracts,
}

/// A statement as it was read from the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) source: Source,
    pub(crate) scheme: String,
    pub(crate) value: String,
    /// In how many documents, or under how many contracts.
    pub(crate) documents: i64,
    /// The column holds the publisher's own numbers, by the judgement of the whole of it.
    pub(crate) is_vendor_column: bool,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stated {
    /// An identifier in its normal form.
    Valid(Valid),
    /// Something else, as published.
    Refused {
        /// The scheme, as far as it is known.
        scheme: String,
        value: String,
        problem: &'static str,
        hint: String,
        documents: i64,
        source: Source,
    },
}

/// A valid identifier, with what speaks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Valid {
    pub(crate) identifier: Identifier,
    pub(crate) published: String,
    pub(crate) remarks: Vec<&'static str>,
    pub(crate) documents: i64,
    pub(crate) sources: BTreeSet<Source>,
}

/// Characters that are kept of a value that is no identifier.
const KEPT: usize = 100;

impl Stated {
    /// Reads a statement; none where nothing is stated.
    pub(crate) fn read(told: &Told) -> Option<Self> {
        let scheme = match told.scheme.as_str() {
            "company_number" => "GB-COH",
            "charity_number" => "GB-CHC",
            "vat_number" => "GB-VAT",
            other => other,
        };
        let refused = |problem, hint| Self::Refused {
            scheme: scheme.chars().take(KEPT).collect(),
            value: told.value.trim().chars().take(KEPT).collect(),
            problem,
            hint,
            documents: told.documents,
            source: told.source,
        };
        match examine(scheme, &told.value) {
            Ok(_) if told.is_vendor_column => {
                let hint = "the column holds the publisher's own numbers of suppliers".to_owned();
                Some(refused(problem::VENDOR_NUMBER, hint))
            }
            Ok(examined) => Some(Self::Valid(Valid {
                identifier: examined.identifier,
                published: told.value.trim().chars().take(KEPT).collect(),
                remarks: examined.remarks.iter().map(|remark| remark.code()).collect(),
                documents: told.documents,
                sources: BTreeSet::from([told.source]),
            })),
            Err(_) if told.value.trim().is_empty() => None,
            Err(problem) => Some(refused(problem.code(), problem.hint())),
        }
    }
}
