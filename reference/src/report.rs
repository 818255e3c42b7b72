//! What a load did.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

use crate::Kind;

/// A row that was not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Line of the file, from 1; in JSON the position of the record.
    pub row: u64,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong with it and what to do, in one sentence.
    pub message: String,
}

/// How a load ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The file's rows count now.
    Loaded,
    /// The rows of these very bytes count already: nothing was changed.
    Unchanged,
    /// The file was only read.
    Inspected,
}

/// Refused rows that are listed one by one; beyond that they are only counted.
const LISTED: usize = 100;

/// What a load did.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// What the file describes, as on the command line.
    pub kind: &'static str,
    /// The file.
    pub file: String,
    /// The file inside it, where it is an archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// Which publisher's layout it was read as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<&'static str>,
    /// Version of the edition.
    pub version: String,
    /// How the load ended.
    pub outcome: Outcome,
    /// Rows of the file, without headings and blank rows.
    pub rows: u64,
    /// Rows taken.
    pub taken: u64,
    /// Refused rows by code; with those taken they are all rows.
    pub refused: BTreeMap<&'static str, u64>,
    /// The first hundred refused rows.
    pub refusals: Vec<Refusal>,
    /// Rows that were taken but need attention, by code.
    pub warnings: BTreeMap<&'static str, u64>,
}

impl Report {
    pub(crate) fn new(kind: Kind, file: String) -> Self {
        Self {
            kind: kind.name(),
            file,
            entry: None,
            layout: None,
            version: String::new(),
            outcome: Outcome::Inspected,
            rows: 0,
            taken: 0,
            refused: BTreeMap::new(),
            refusals: Vec::new(),
            warnings: BTreeMap::new(),
        }
    }

    pub(crate) fn refuse(&mut self, refusal: Refusal) {
        *self.refused.entry(refusal.code).or_default() += 1;
        if self.refusals.len() < LISTED {
            self.refusals.push(refusal);
        }
    }

    pub(crate) fn warn(&mut self, code: &'static str) {
        *self.warnings.entry(code).or_default() += 1;
    }

    /// How many rows were not taken.
    pub fn rejected(&self) -> u64 {
        self.refused.values().sum()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(entry) = &self.entry {
            write!(f, " ({entry})")?;
        }
        if self.outcome == Outcome::Unchanged {
            return write!(f, ": {} {} is loaded already, nothing to do", self.kind, self.version);
        }
        write!(f, ": {} {}", self.kind, self.version)?;
        if let Some(layout) = self.layout {
            write!(f, " ({layout})")?;
        }
        write!(f, ": {} of {} rows taken", self.taken, self.rows)?;
        for (code, count) in &self.warnings {
            write!(f, "\n  {count} × {code}")?;
        }
        if self.rejected() > 0 {
            write!(f, "\n  {} rows not taken:", self.rejected())?;
        }
        for (code, count) in &self.refused {
            write!(f, "\n    {count} × {code}")?;
            if let Some(first) = self.refusals.iter().find(|refusal| refusal.code == *code) {
                write!(f, ", first in row {}: {}", first.row, first.message)?;
            }
        }
        Ok(())
    }
}
