//! How much memory a workbook takes that the library holds whole (XLS, ODS).

use crate::{Caps, IngestCode, IngestError};

/// What a cell takes: its value, and its formula beside it.
const CELL_BYTES: u64 = 48;
/// What a text takes beside its characters, by the grain of memory.
const TEXT_BYTES: u64 = 16;

/// What a text of so many bytes takes.
pub(super) fn text_bytes(bytes: u64) -> u64 {
    if bytes == 0 { 0 } else { bytes.saturating_add(TEXT_BYTES) }
}

/// The size of one sheet.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SheetSize {
    /// Cells as they stand in the file.
    cells: u64,
    /// Bytes of their text.
    text: u64,
    /// Rows down to the last filled one, repeated ones included.
    rows: u64,
    /// Rows since the last filled one.
    gap: u64,
    /// Columns as far as the last filled one.
    width: u64,
    /// Bytes of text, repeated rows included.
    repeated_text: u64,
}

impl SheetSize {
    /// Adds a row that stands for several; one without cells is only a gap before the next.
    pub(super) fn add(&mut self, repeats: u64, width: u64, text: u64) {
        if width == 0 {
            self.gap = self.gap.saturating_add(repeats);
            return;
        }
        self.cells = self.cells.saturating_add(width);
        self.text = self.text.saturating_add(text);
        self.rows = self.rows.saturating_add(self.gap).saturating_add(repeats);
        self.gap = 0;
        self.width = self.width.max(width);
        self.repeated_text = self.repeated_text.saturating_add(text.saturating_mul(repeats));
    }

    /// Cells with text of so many bytes, and the rectangle that they lie in.
    pub(super) fn rectangle(cells: u64, text: u64, rows: u64, width: u64) -> Self {
        Self { cells, text, rows, gap: 0, width, repeated_text: text }
    }

    /// Bytes of the cells as they are read, and of the rectangle that is made of them.
    fn bytes(&self) -> u64 {
        let cells = self.cells.saturating_add(self.rows.saturating_mul(self.width));
        cells.saturating_mul(CELL_BYTES).saturating_add(self.text).saturating_add(self.repeated_text)
    }
}

/// What the sheets of a workbook take together.
pub(super) struct Held {
    bytes: u64,
    limit: u64,
}

impl Held {
    pub(super) fn new(caps: &Caps) -> Self {
        Self { bytes: 0, limit: caps.max_held_bytes }
    }

    /// Counts a sheet that is read to its end.
    pub(super) fn add(&mut self, sheet: &SheetSize) {
        self.bytes = self.bytes.saturating_add(sheet.bytes());
    }

    /// Counts what is held beside sheets.
    pub(super) fn add_bytes(&mut self, bytes: u64) {
        self.bytes = self.bytes.saturating_add(bytes);
    }

    /// Refuses a workbook that has become too large with the sheet that is being read.
    pub(super) fn allows_sheet(&self, sheet: &SheetSize) -> Result<(), IngestError> {
        self.check(sheet.bytes())
    }

    /// The same for so many cells with so much text.
    pub(super) fn allows(&self, cells: u64, text: u64) -> Result<(), IngestError> {
        self.check(cells.saturating_mul(CELL_BYTES).saturating_add(text))
    }

    fn check(&self, more: u64) -> Result<(), IngestError> {
        if self.bytes.saturating_add(more) <= self.limit {
            return Ok(());
        }
        Err(IngestError::new(
            IngestCode::TooLarge,
            format!(
                "the cells of the workbook, repeated and empty ones included, take more than {} bytes: save it as XLSX or CSV",
                self.limit
            ),
        ))
    }
}
