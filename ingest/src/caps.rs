//! Bounds on what one document may cost.

use serde::{Deserialize, Serialize};

/// Upper bounds, checked before the work they bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Caps {
    /// Bytes of one document.
    pub max_document_bytes: u64,
    /// Bytes of one row of a text file.
    pub max_record_bytes: usize,
    /// Columns of one row.
    pub max_columns: usize,
    /// Bytes that the parts of a workbook held in memory may unpack to.
    pub max_unpacked_bytes: u64,
    /// Bytes that the cells of a workbook may take that is held in memory whole (XLS, ODS).
    pub max_held_bytes: u64,
    /// Cells of one workbook, gaps included.
    pub max_cells: u64,
    /// Sheets of one workbook.
    pub max_sheets: usize,
    /// Releases of one contracting process.
    pub max_process_releases: usize,
    /// Bytes of all releases of one contracting process, which are held in memory while they are merged.
    pub max_process_bytes: usize,
}

impl Default for Caps {
    fn default() -> Self {
        Self {
            max_document_bytes: 4 << 30,
            max_record_bytes: 1 << 20,
            max_columns: 16_384,
            max_unpacked_bytes: 128 << 20,
            max_held_bytes: 192 << 20,
            max_cells: 200_000_000,
            max_sheets: 200,
            max_process_releases: 20_000,
            max_process_bytes: 24 << 20,
        }
    }
}
