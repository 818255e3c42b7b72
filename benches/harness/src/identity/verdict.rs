//! How good links are.

use std::{collections::HashMap, path::Path};

use anyhow::{Context, Result};

use super::Files;
use crate::report::number;

/// Links counted.
pub(super) struct Verdict {
    links: u64,
    right: u64,
    /// Names whose company is in the register.
    present: u64,
}

impl Verdict {
    pub(super) fn precision(&self) -> f64 {
        share(self.right, self.links)
    }

    pub(super) fn cells(&self) -> Vec<String> {
        let percent = |share: f64| format!("{:.2} %", share * 100.0);
        #[expect(clippy::cast_precision_loss, reason = "counts of names")]
        let links = self.links as f64;
        vec![number(links), percent(self.precision()), percent(share(self.right, self.present))]
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of names")]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Holds links (columns `id`, `number`) against the truth.
pub(super) fn of(files: &Files, links: &Path) -> Result<Verdict> {
    let mut truth: HashMap<String, String> = HashMap::new();
    for record in csv::Reader::from_path(files.names())?.records() {
        let record = record?;
        let (Some(id), Some(company)) = (record.get(0), record.get(3)) else { continue };
        if !company.is_empty() {
            truth.insert(id.to_owned(), company.to_owned());
        }
    }
    let present = u64::try_from(truth.len())?;
    let mut verdict = Verdict { links: 0, right: 0, present };
    let mut reader =
        csv::Reader::from_path(links).with_context(|| format!("no links in {}", links.display()))?;
    for record in reader.records() {
        let record = record?;
        let (Some(id), Some(company)) = (record.get(0), record.get(1)) else { continue };
        verdict.links += 1;
        verdict.right += u64::from(truth.get(id).is_some_and(|number| number == company));
    }
    Ok(verdict)
}
