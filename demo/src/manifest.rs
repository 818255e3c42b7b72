//! What was written, and what a correct reader must find in it.

use std::{collections::BTreeMap, path::PathBuf};

use serde::{Deserialize, Serialize};

/// Everything that one call of `generate` wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The institutions, as reference data: `org_id,name,kind,home_area,group`.
    pub institutions: PathBuf,
    /// The areas, as reference data: `code,kind,name,parent`.
    pub areas: PathBuf,
    /// The spend files, institution by institution, each in the order of its periods.
    pub files: Vec<FeedFile>,
}

/// One spend file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedFile {
    /// Where it was written.
    pub path: PathBuf,
    /// Org-id of the institution that publishes it.
    pub institution: String,
    /// The period it covers, such as `2024-04` or `2024-Q2`. All its payment dates lie in it.
    pub period: String,
    /// What a correct reader finds.
    pub expected: Expected,
}

/// What a correct reader finds in a file. Payments, rejected rows and blank rows are all rows after the header.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// Rows that are payments; exact repeats and withheld payees among them.
    pub payments: u64,
    /// Signed sum of the payments, in pence: net of VAT where the file has a net column, else what it has.
    pub net_pence: i64,
    /// Rows that are no payments, by reason code.
    pub rejected: BTreeMap<String, u64>,
    /// Rows without any content.
    pub blank: u64,
}
