//! What was read from a file of OCDS releases.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::{Deserialize, Serialize};

/// The word that tells this kind of receipt from others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OcdsKind {
    /// Releases of the Open Contracting Data Standard.
    #[default]
    #[serde(rename = "ocds")]
    Ocds,
}

/// What was read from a file of OCDS releases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasesReceipt {
    /// Always `ocds`.
    pub kind: OcdsKind,
    /// Releases in the file: stored + known + rejected.
    pub releases: u64,
    /// Releases that the hub did not hold yet; of a dry run all that can be read.
    pub stored: u64,
    /// Releases that the hub, or the file further up, held already.
    pub known: u64,
    /// Stored releases that stand in the place of an earlier one with the same id and date.
    pub corrected: u64,
    /// Releases that could not be taken.
    pub rejected: u64,
    /// Releases that the file only links to.
    pub links: u64,
    /// Contracting processes that were compiled anew; of a dry run those that the file names.
    pub processes: u64,
    /// Date of the earliest release, UK time.
    pub first_date: Option<String>,
    /// Date of the latest release, UK time.
    pub last_date: Option<String>,
    /// Rejected releases by reason code.
    pub rejections: BTreeMap<String, u64>,
    /// Stored releases by warning code.
    pub warnings: BTreeMap<String, u64>,
    /// What the model does not hold, by JSON path: in how many releases. Of dry runs only.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub unmapped: BTreeMap<String, u64>,
}

impl ReleasesReceipt {
    pub(super) fn write_text(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "  read as      OCDS releases (JSON)")?;
        writeln!(
            out,
            "  releases     {}: {} stored, {} known, {} rejected",
            self.releases, self.stored, self.known, self.rejected
        )?;
        writeln!(out, "  processes    {}", self.processes)?;
        if self.corrected > 0 {
            writeln!(out, "  corrected    {}", self.corrected)?;
        }
        if self.links > 0 {
            writeln!(out, "  only linked  {}", self.links)?;
        }
        if let (Some(first), Some(last)) = (&self.first_date, &self.last_date) {
            writeln!(out, "  dates        {first} to {last}")?;
        }
        for (code, count) in &self.rejections {
            writeln!(out, "  rejected     {code} × {count}")?;
        }
        for (code, count) in &self.warnings {
            writeln!(out, "  warning      {code} × {count}")?;
        }
        for (path, count) in &self.unmapped {
            writeln!(out, "  not mapped   {path} × {count}")?;
        }
        Ok(())
    }
}
