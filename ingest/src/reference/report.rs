//! What a reference load did.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

use super::ReferenceKind;
use crate::{IngestCode, IngestError};

/// A row that was not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Line of the file, from 1.
    pub row: u64,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong with it, in one sentence.
    pub message: String,
}

/// Refused rows that are listed one by one; beyond that they are only counted.
const LISTED: usize = 100;

/// What a reference load did.
#[derive(Clone, Debug, Serialize)]
pub struct ReferenceReport {
    kind: &'static str,
    file: String,
    layout: &'static str,
    rows: u64,
    pub(super) added: u64,
    pub(super) changed: u64,
    pub(super) unchanged: u64,
    /// Refused rows by code.
    refused: BTreeMap<&'static str, u64>,
    refusals: Vec<Refusal>,
    /// Records that were taken but need attention, by code.
    pub(super) warnings: BTreeMap<&'static str, u64>,
}

impl ReferenceReport {
    pub(super) fn new(kind: ReferenceKind, file: String, layout: &'static str) -> Self {
        Self {
            kind: kind.name(),
            file,
            layout,
            rows: 0,
            added: 0,
            changed: 0,
            unchanged: 0,
            refused: BTreeMap::new(),
            refusals: Vec::new(),
            warnings: BTreeMap::new(),
        }
    }

    pub(super) fn count_row(&mut self) {
        self.rows += 1;
    }

    pub(super) fn refuse(&mut self, refusal: Refusal) {
        *self.refused.entry(refusal.code).or_default() += 1;
        if self.refusals.len() < LISTED {
            self.refusals.push(refusal);
        }
    }

    /// An error when the file gave nothing at all.
    pub(super) fn require_records(&self, records: usize) -> Result<(), IngestError> {
        if records > 0 {
            return Ok(());
        }
        let why = self.refusals.first().map_or_else(
            || "it has no rows".to_owned(),
            |first| format!("row {}: {} ({})", first.row, first.message, first.code),
        );
        Err(IngestError::new(
            IngestCode::ReferenceInvalid,
            format!("{}: none of {} rows can be taken; {why}", self.file, self.rows),
        ))
    }

    /// Records that were not known before.
    pub fn added(&self) -> u64 {
        self.added
    }

    /// Records of which something is different now.
    pub fn changed(&self) -> u64 {
        self.changed
    }

    /// Records that were known like this already.
    pub fn unchanged(&self) -> u64 {
        self.unchanged
    }

    /// The refused rows, the first hundred.
    pub fn refusals(&self) -> &[Refusal] {
        &self.refusals
    }
}

impl fmt::Display for ReferenceReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} from {} rows ({}): {} added, {} changed, {} unchanged",
            self.file, self.kind, self.rows, self.layout, self.added, self.changed, self.unchanged
        )?;
        for (code, count) in &self.warnings {
            write!(f, "\n  {count} × {code}")?;
        }
        let refused: u64 = self.refused.values().sum();
        if refused > 0 {
            write!(f, "\n  {refused} rows not taken:")?;
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
