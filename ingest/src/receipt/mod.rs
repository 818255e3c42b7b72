//! The receipt of a document: what was read from it, and why. Its JSON shape is a contract.

mod registers;
mod releases;
mod spend;

use std::fmt::Write as _;

use anchorhub_entities::feed::FeedKind;
use serde::{Deserialize, Serialize};

pub use self::{
    registers::{
        AnswerCounts, RegisterFigures, RegisterKind, RegisterReceipt, RegisterSample, RegisterTableReceipt,
    },
    releases::{OcdsKind, ReleasesReceipt},
    spend::{Figures, Sample, SpendReceipt, TableReceipt},
};
use crate::IngestError;

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptStatus {
    /// What it holds is in the hub.
    Loaded,
    /// The hub holds the same bytes already; nothing changed.
    Unchanged,
    /// Its payments are in the hub, in place of those of an earlier document for the period.
    Replaced,
    /// It could not be taken; nothing of it is in the hub.
    Failed,
}

/// What was wrong with a document that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptError {
    /// Stable code.
    pub code: String,
    /// What was wrong and what to do.
    pub message: String,
}

/// The receipt of one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// File as given.
    pub file: String,
    /// SHA-256 of the bytes; absent from dry runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// What became of it; absent from dry runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ReceiptStatus>,
    /// What was read, by the kind of feed.
    #[serde(flatten)]
    pub content: Content,
    /// Remarks on the whole document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What was wrong, if it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ReceiptError>,
}

/// What was read from a document, by what it holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Content {
    /// OCDS releases; told apart by its `kind`.
    Releases(ReleasesReceipt),
    /// Contracts of a register; told apart by its `kind`.
    Register(RegisterReceipt),
    /// Rows of payments.
    Spend(SpendReceipt),
}

impl Receipt {
    /// The receipt of a dry run.
    pub fn read(file: String, content: Content) -> Self {
        Self { file, document: None, status: None, content, notes: Vec::new(), error: None }
    }

    /// The receipt of a file that could not be taken.
    pub fn failed(kind: FeedKind, file: String, document: Option<String>, error: &IngestError) -> Self {
        let content = match kind {
            FeedKind::Ocds => Content::Releases(ReleasesReceipt::default()),
            FeedKind::Contracts => Content::Register(RegisterReceipt::default()),
            FeedKind::Spend => Content::Spend(SpendReceipt::default()),
        };
        Self {
            document,
            status: Some(ReceiptStatus::Failed),
            error: Some(ReceiptError { code: error.code().to_owned(), message: error.to_string() }),
            ..Self::read(file, content)
        }
    }

    /// What was read from a spend file.
    pub fn spend(&self) -> Option<&SpendReceipt> {
        match &self.content {
            Content::Spend(spend) => Some(spend),
            Content::Releases(_) | Content::Register(_) => None,
        }
    }

    /// What was read from a file of OCDS releases.
    pub fn releases(&self) -> Option<&ReleasesReceipt> {
        match &self.content {
            Content::Releases(releases) => Some(releases),
            Content::Spend(_) | Content::Register(_) => None,
        }
    }

    /// What was read from a contract register.
    pub fn register(&self) -> Option<&RegisterReceipt> {
        match &self.content {
            Content::Register(register) => Some(register),
            Content::Spend(_) | Content::Releases(_) => None,
        }
    }

    /// The receipt for people.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = self.write_text(&mut out);
        out
    }

    fn write_text(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "{}", self.file)?;
        if let Some(status) = self.status {
            let word = match status {
                ReceiptStatus::Loaded => "loaded",
                ReceiptStatus::Unchanged => "unchanged: the hub holds these bytes already",
                ReceiptStatus::Replaced => "loaded, in place of an earlier document for the period",
                ReceiptStatus::Failed => "failed",
            };
            writeln!(out, "  status       {word}")?;
        }
        if let Some(document) = &self.document {
            writeln!(out, "  document     {document}")?;
        }
        if let Some(error) = &self.error {
            return writeln!(out, "  error        {}: {}", error.code, error.message);
        }
        match &self.content {
            Content::Spend(spend) => spend.write_text(out)?,
            Content::Releases(releases) => releases.write_text(out)?,
            Content::Register(register) => register.write_text(out)?,
        }
        for note in &self.notes {
            writeln!(out, "  note         {note}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn receipts_of_each_kind_read_back() {
        let error = IngestError::new(crate::IngestCode::EmptyFile, "nothing in it");
        for kind in [FeedKind::Spend, FeedKind::Ocds, FeedKind::Contracts] {
            let receipt = Receipt::failed(kind, "a".to_owned(), Some("00".to_owned()), &error);
            let text = serde_json::to_string(&receipt).unwrap();
            assert_eq!(serde_json::from_str::<Receipt>(&text).unwrap(), receipt, "{text}");
            assert_eq!(receipt.releases().is_some(), kind == FeedKind::Ocds);
            assert_eq!(receipt.register().is_some(), kind == FeedKind::Contracts);
            assert_eq!(text.contains(r#""kind":"contracts""#), kind == FeedKind::Contracts, "{text}");
            assert_eq!(text.contains(r#""kind":"ocds""#), kind == FeedKind::Ocds, "{text}");
        }
    }
}
