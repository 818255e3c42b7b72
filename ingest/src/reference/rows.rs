//! Rows of a reference file, one at a time.

use std::io::{self, Read};

use encoding_rs::WINDOWS_1252;

use super::Refusal;
use crate::{IngestCode, IngestError};

/// The largest publisher's file of institutions or areas has under 4 MB; beyond this it is another kind of file.
const MAX_BYTES: u64 = 64 << 20;

/// Characters of one cell that are kept as they are; names of bodies and places are far shorter.
const MAX_CELL: usize = 400;

/// One row and its line in the file.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) number: u64,
    cells: Vec<String>,
}

impl Row {
    /// The trimmed text of a cell; empty when the row ends before it.
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// The trimmed text of a cell, when there is any.
    pub(super) fn filled(&self, column: usize) -> Option<&str> {
        Some(self.cell(column)).filter(|text| !text.is_empty())
    }

    /// Number of cells.
    pub(super) fn width(&self) -> usize {
        self.cells.len()
    }

    /// The position of a heading, whatever its case.
    pub(super) fn find(&self, heading: &str) -> Option<usize> {
        self.position(|cell| cell.eq_ignore_ascii_case(heading))
    }

    /// The position of the first cell that passes a test.
    pub(super) fn position(&self, test: impl Fn(&str) -> bool) -> Option<usize> {
        self.cells.iter().position(|cell| test(cell))
    }

    /// A refusal of this row.
    pub(super) fn refuse(&self, code: &'static str, message: impl Into<String>) -> Refusal {
        Refusal { row: self.number, code, message: message.into() }
    }

    /// A name that can be kept: present, of sane length, without control characters.
    pub(super) fn name(&self, column: usize) -> Result<&str, Refusal> {
        let name = self.filled(column).ok_or_else(|| self.refuse("NO_NAME", "the name is empty"))?;
        if name.chars().count() > MAX_CELL || name.chars().any(char::is_control) {
            return Err(self.refuse(
                "NAME_UNREADABLE",
                "the name is longer than 400 characters or holds control characters: quotes may be missing",
            ));
        }
        Ok(name)
    }
}

/// The rows of a file, read in one pass. Blank rows are passed over.
pub(super) struct Rows<R> {
    name: String,
    reader: csv::Reader<io::Take<R>>,
    record: csv::ByteRecord,
}

impl<R: Read> Rows<R> {
    pub(super) fn new(name: String, source: R) -> Self {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(source.take(MAX_BYTES + 1));
        Self { name, reader, record: csv::ByteRecord::new() }
    }

    /// The file as messages name it.
    pub(super) fn file(&self) -> &str {
        &self.name
    }

    /// The first row, which tells the layout.
    pub(super) fn first(&mut self) -> Result<Row, IngestError> {
        self.next_row()?.ok_or_else(|| {
            IngestError::new(IngestCode::EmptyFile, format!("{} holds no rows: name a CSV file", self.name))
        })
    }

    /// The next row that holds anything.
    pub(super) fn next_row(&mut self) -> Result<Option<Row>, IngestError> {
        loop {
            let more = self.reader.read_byte_record(&mut self.record).map_err(|error| {
                IngestError::new(IngestCode::ReferenceInvalid, format!("{}: {error}", self.name))
            })?;
            let position = self.reader.position();
            if position.byte() > MAX_BYTES {
                return Err(IngestError::new(
                    IngestCode::TooLarge,
                    format!("{} is larger than 64 MiB: no file of this kind is", self.name),
                ));
            }
            if !more {
                return Ok(None);
            }
            let number = self.record.position().map_or(0, csv::Position::line);
            let cells: Vec<String> = self.record.iter().map(text).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                return Ok(Some(Row { number, cells }));
            }
        }
    }
}

/// Publishers write UTF-8, with a byte-order mark (which the reader drops) or without, or windows-1252.
fn text(bytes: &[u8]) -> String {
    let decoded = std::str::from_utf8(bytes)
        .map_or_else(|_| WINDOWS_1252.decode_without_bom_handling(bytes).0, std::borrow::Cow::Borrowed);
    decoded.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_marks_old_encodings_blank_rows_and_short_rows() {
        let source = b"\xef\xbb\xbf\"Code\",Name\r\n\r\n,,\nW06000001,\xc5land\nW06000002\n";
        let mut rows = Rows::new("x.csv".to_owned(), source.as_slice());
        let header = rows.first().unwrap();
        assert_eq!(header.find("code"), Some(0));
        let row = rows.next_row().unwrap().unwrap();
        assert_eq!((row.number, row.cell(1)), (4, "Åland"));
        let row = rows.next_row().unwrap().unwrap();
        assert_eq!(row.name(1).unwrap_err().code, "NO_NAME");
        assert!(rows.next_row().unwrap().is_none());
    }

    #[test]
    fn a_file_without_end_is_refused_in_bounded_memory() {
        let mut rows = Rows::new("endless".to_owned(), io::repeat(b'x'));
        let error = rows.first().unwrap_err();
        assert_eq!(error.code(), "TOO_LARGE");
    }
}
