//! A dry run: what would be read from a file, and why. Writes nothing.

use std::path::Path;

use anchorhub_entities::{Period, VatBasis};
use chrono::NaiveDate;

use crate::{
    Caps, IngestError,
    adapter::Adapter,
    decode::{Source, TextHints},
    progress::Progress,
    receipt::{Content, Receipt, Sample, SpendReceipt},
    spend::{RowEvent, Sink, SpendReader},
};

/// Payments and rejected rows shown of each sheet.
const SAMPLES: usize = 5;

/// What a dry run is told.
#[derive(Clone, Debug)]
pub struct InspectOptions {
    /// Corrections to try.
    pub adapter: Option<Adapter>,
    /// Period to measure dates against.
    pub period: Option<Period>,
    /// Today.
    pub today: NaiveDate,
    /// Bounds.
    pub caps: Caps,
}

/// Reads a file as `ingest` would and returns the receipt it would get.
pub fn inspect(
    path: &Path,
    options: &InspectOptions,
    progress: &dyn Progress,
) -> Result<Receipt, IngestError> {
    let adapter = options.adapter.as_ref();
    let hints = adapter.map_or(TextHints::default(), |adapter| adapter.hints);
    let source = Source::open(path, hints, options.caps, progress)?;
    let reader = SpendReader {
        source: &source,
        adapter,
        period: options.period,
        vat_basis: VatBasis::Unknown,
        threshold: None,
        received: options.today,
    };
    let mut samples = Samples::default();
    let read = reader.read(true, &mut samples, progress)?;
    let content = Content::Spend(SpendReceipt::of(&source, &read, samples.into_vec()));
    let mut receipt = Receipt::read(path.display().to_string(), content);
    if read.period.is_none() {
        receipt.notes.push("no date column: `ingest` needs --period for this file".to_owned());
    }
    Ok(receipt)
}

/// Keeps the first payments and rejected rows of each sheet.
#[derive(Debug, Default)]
pub(crate) struct Samples {
    kept: Vec<Sample>,
    payments: usize,
    rejected: usize,
}

impl Samples {
    pub(crate) fn into_vec(self) -> Vec<Sample> {
        self.kept
    }
}

impl Sink for Samples {
    fn take(&mut self, event: RowEvent<'_>) -> Result<(), IngestError> {
        match event {
            RowEvent::Payment { row, draft, sheet, .. } if self.payments < SAMPLES => {
                self.payments += 1;
                self.kept.push(Sample {
                    sheet: sheet.map(str::to_owned),
                    row,
                    date: Some(draft.date.to_string()),
                    supplier: Some(draft.payee.to_owned()),
                    pence: Some(draft.pence),
                    code: None,
                    hint: None,
                    raw: None,
                });
            }
            RowEvent::Rejected { row, code, sheet, raw, .. } if self.rejected < SAMPLES => {
                self.rejected += 1;
                self.kept.push(Sample {
                    sheet: sheet.map(str::to_owned),
                    row,
                    date: None,
                    supplier: None,
                    pence: None,
                    code: Some(code.code().to_owned()),
                    hint: Some(code.hint().to_owned()),
                    raw: Some(raw),
                });
            }
            _ => {}
        }
        Ok(())
    }
}
