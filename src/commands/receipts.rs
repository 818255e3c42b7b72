//! Receipts of ingested documents, told as they come.

use anchorhub_ingest::Receipt;

use crate::{
    failure::Failure,
    output::{self, FormatArg},
};

/// Receipts of ingested documents, told as they come.
pub(crate) struct Receipts {
    format: FormatArg,
    /// The first document that failed, or receipt that could not be written.
    failure: Option<Failure>,
}

impl Receipts {
    pub(crate) fn new(format: FormatArg) -> Self {
        Self { format, failure: None }
    }

    /// Tells one: the receipt on stdout, what went wrong also on stderr.
    pub(crate) fn take(&mut self, receipt: &Receipt) {
        let written = if self.format.is_json() {
            output::json(receipt)
        } else {
            output::line(receipt.to_text().trim_end())
        };
        if let Err(failure) = written {
            self.failure.get_or_insert(failure);
        }
        if let Some(error) = &receipt.error {
            let failure = Failure::from_parts(error.code.clone(), &error.message).at(&receipt.file);
            failure.report(false);
            self.failure.get_or_insert(failure.told());
        }
    }

    /// Fails when a document was not taken or a receipt could not be written.
    pub(crate) fn end(self) -> Result<(), Failure> {
        self.failure.map_or(Ok(()), Err)
    }
}
