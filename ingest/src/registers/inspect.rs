//! A dry run: what would be read from a register, and why. Writes nothing.

use std::path::Path;

use anchorhub_entities::VatBasis;

use super::{read::RegisterReader, samples::Samples};
use crate::{
    IngestError, InspectOptions, Receipt,
    decode::{Source, TextHints},
    progress::Progress,
    receipt::{Content, RegisterReceipt},
};

/// Reads a contract register as `ingest` would and returns the receipt it would get.
pub fn inspect_register(
    path: &Path,
    options: &InspectOptions,
    progress: &dyn Progress,
) -> Result<Receipt, IngestError> {
    let adapter = options.adapter.as_ref();
    let hints = adapter.map_or(TextHints::default(), |adapter| adapter.hints);
    let source = Source::open(path, hints, options.caps, progress)?;
    let reader = RegisterReader { source: &source, adapter, vat_basis: VatBasis::Unknown };
    let mut samples = Samples::default();
    let read = reader.read(&mut samples, progress)?;
    let content = RegisterReceipt::of(&source, &read, samples.into_vec(), options.period);
    Ok(Receipt::read(path.display().to_string(), Content::Register(content)))
}
