//! Rows on their way from the reading thread to the database.

use anchorhub_entities::{VatBasis, WarningSet};
use anchorhub_store::NewName;
use chrono::NaiveDate;
use tokio::sync::mpsc::Sender;

use crate::{
    IngestCode, IngestError,
    inspect::Samples,
    recognise::Role,
    spend::{RowEvent, Sink},
};

use super::{payees::Payees, rows::without_nul};

/// Rows handed over at once: enough that the hand-over costs nothing, few enough that memory stays small.
const ROWS: usize = 4_000;

/// A payment with its text owned.
#[derive(Debug)]
pub(super) struct PaymentRow {
    pub(super) seq: i32,
    pub(super) row: i32,
    pub(super) date: NaiveDate,
    pub(super) pence: i64,
    pub(super) vat_basis: VatBasis,
    /// Number of the payee among those that were handed over.
    pub(super) payee: usize,
    pub(super) department: Option<String>,
    pub(super) purpose: Option<String>,
    pub(super) category: Option<String>,
    pub(super) transaction: Option<String>,
    pub(super) contract_ref: Option<String>,
    pub(super) warnings: WarningSet,
}

/// A rejected row with its text owned.
#[derive(Debug)]
pub(super) struct RejectedRow {
    pub(super) seq: i32,
    pub(super) sheet: Option<String>,
    pub(super) row: i32,
    pub(super) code: anchorhub_entities::RejectCode,
    pub(super) field: Option<String>,
    pub(super) raw: String,
}

/// Some rows of a document.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// Whether the payees handed over before are forgotten, and their numbers begin anew.
    pub(super) forgets: bool,
    /// Payees not handed over before, in the order of their numbers.
    pub(super) payees: Vec<NewName>,
    pub(super) payments: Vec<PaymentRow>,
    pub(super) rejected: Vec<RejectedRow>,
    /// What is said of payees beside their names: payee, what, value, on how many rows.
    pub(super) evidence: Vec<(usize, Role, String, i64)>,
}

/// Collects verdicts into batches and hands them over; keeps samples for the receipt.
pub(super) struct BatchSink {
    batch: Batch,
    payees: Payees,
    sender: Sender<Batch>,
    samples: Samples,
}

impl BatchSink {
    pub(super) fn new(sender: Sender<Batch>) -> Self {
        Self { batch: Batch::default(), payees: Payees::default(), sender, samples: Samples::default() }
    }

    /// Hands over the last rows and returns the samples.
    pub(super) fn finish(mut self) -> Result<Samples, IngestError> {
        self.batch.evidence = self.payees.take_evidence();
        self.hand_over()?;
        Ok(self.samples)
    }

    fn hand_over(&mut self) -> Result<(), IngestError> {
        // The receiver is gone only when loading has failed; its error is the one to report.
        self.sender.blocking_send(std::mem::take(&mut self.batch)).map_err(|_| {
            IngestError::new(IngestCode::Internal, "loading stopped before the document was read")
        })
    }
}

impl Sink for BatchSink {
    fn take(&mut self, event: RowEvent<'_>) -> Result<(), IngestError> {
        if self.payees.are_too_many() {
            self.batch.evidence = self.payees.take_evidence();
            self.hand_over()?;
            self.payees = Payees::default();
            self.batch.forgets = true;
        }
        match &event {
            RowEvent::Payment { seq, row, draft, .. } => self.batch.payments.push(PaymentRow {
                seq: *seq,
                row: signed(*row),
                date: draft.date,
                pence: draft.pence,
                vat_basis: draft.vat_basis,
                payee: self.payees.number(draft, &mut self.batch.payees),
                department: fold(draft.department),
                purpose: fold(draft.purpose),
                category: fold(draft.category),
                transaction: fold(draft.transaction),
                contract_ref: fold(draft.contract_ref),
                warnings: draft.warnings,
            }),
            RowEvent::Rejected { seq, sheet, row, code, field, raw } => {
                self.batch.rejected.push(RejectedRow {
                    seq: *seq,
                    sheet: sheet.map(str::to_owned),
                    row: signed(*row),
                    code: *code,
                    field: field.map(str::to_owned),
                    raw: without_nul(raw),
                });
            }
        }
        self.samples.take(event)?;
        if self.batch.payments.len() + self.batch.rejected.len() >= ROWS { self.hand_over() } else { Ok(()) }
    }
}

/// A cell's text for the database: none if empty; NUL, which PostgreSQL text cannot hold, replaced.
fn fold(cell: &str) -> Option<String> {
    (!cell.is_empty()).then(|| without_nul(cell))
}

fn signed(row: u32) -> i32 {
    i32::try_from(row).unwrap_or(i32::MAX)
}
