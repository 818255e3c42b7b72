//! Rows on their way from the reading thread to the database.

use anchorhub_entities::{VatBasis, WarningSet};
use chrono::NaiveDate;
use tokio::sync::mpsc::Sender;

use crate::{
    IngestCode, IngestError,
    inspect::Samples,
    recognise::Role,
    spend::{RowEvent, Sink},
    who::name_key,
};

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
    pub(super) payee: String,
    pub(super) without_supplier: bool,
    pub(super) department: Option<String>,
    pub(super) purpose: Option<String>,
    pub(super) category: Option<String>,
    pub(super) transaction: Option<String>,
    pub(super) contract_ref: Option<String>,
    pub(super) warnings: WarningSet,
    pub(super) evidence: Vec<(Role, String)>,
}

impl PaymentRow {
    /// The name key of the payee; none for one without a supplier.
    pub(super) fn supplier_key(&self) -> Option<String> {
        if self.without_supplier { None } else { Some(name_key(&self.payee)).filter(|key| !key.is_empty()) }
    }
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
    pub(super) payments: Vec<PaymentRow>,
    pub(super) rejected: Vec<RejectedRow>,
}

/// Collects verdicts into batches and hands them over; keeps samples for the receipt.
pub(super) struct BatchSink {
    batch: Batch,
    sender: Sender<Batch>,
    samples: Samples,
}

impl BatchSink {
    pub(super) fn new(sender: Sender<Batch>) -> Self {
        Self { batch: Batch::default(), sender, samples: Samples::default() }
    }

    /// Hands over the last rows and returns the samples.
    pub(super) fn finish(mut self) -> Result<Samples, IngestError> {
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
        match &event {
            RowEvent::Payment { seq, row, draft, .. } => self.batch.payments.push(PaymentRow {
                seq: *seq,
                row: signed(*row),
                date: draft.date,
                pence: draft.pence,
                vat_basis: draft.vat_basis,
                payee: fold(draft.payee).unwrap_or_default(),
                without_supplier: draft.without_supplier,
                department: fold(draft.department),
                purpose: fold(draft.purpose),
                category: fold(draft.category),
                transaction: fold(draft.transaction),
                contract_ref: fold(draft.contract_ref),
                warnings: draft.warnings,
                evidence: draft
                    .evidence
                    .iter()
                    .filter_map(|(role, value)| fold(value).map(|value| (*role, value)))
                    .collect(),
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

fn without_nul(text: &str) -> String {
    if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text.to_owned() }
}

fn signed(row: u32) -> i32 {
    i32::try_from(row).unwrap_or(i32::MAX)
}
