//! Rows of a table, one at a time: comma- or tab-separated text, or JSON objects.

mod csv;
mod json;
mod text;

use std::{
    borrow::Cow,
    io::{self, Cursor, Read},
};

use ::csv::ByteRecord;

use crate::{
    ReferenceCode, ReferenceError, Refusal,
    source::{Allowance, Guard, Origin},
};

/// A row of the file. The first is the heading, where there is one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'r> {
    /// Line of the file, from 1; in JSON the position of the record, and 0 for the heading.
    pub(crate) number: u64,
    cells: &'r ByteRecord,
}

impl<'r> Row<'r> {
    pub(crate) fn new(number: u64, cells: &'r ByteRecord) -> Self {
        Self { number, cells }
    }

    /// The trimmed text of a cell; empty when the row ends before it.
    pub(crate) fn cell(&self, column: usize) -> Cow<'r, str> {
        self.cells.get(column).map_or(Cow::Borrowed(""), text::clean)
    }

    /// The trimmed text of a cell, when there is any.
    pub(crate) fn filled(&self, column: Option<usize>) -> Option<Cow<'r, str>> {
        column.map(|column| self.cell(column)).filter(|text| !text.is_empty())
    }

    /// Number of cells.
    pub(crate) fn width(&self) -> usize {
        self.cells.len()
    }

    fn is_blank(&self) -> bool {
        self.cells.iter().all(<[u8]>::is_empty)
            || (0..self.width()).all(|column| self.cell(column).is_empty())
    }

    /// A refusal of this row.
    pub(crate) fn refuse(&self, code: &'static str, message: impl Into<String>) -> Refusal {
        Refusal { row: self.number, code, message: message.into() }
    }
}

/// Takes rows as they come.
pub(crate) trait Sink {
    /// The next row that holds anything.
    fn row(&mut self, row: Row<'_>) -> Result<(), ReferenceError>;
}

/// Bytes that tell what a file is.
const HEAD: u64 = 64 << 10;

/// What stopped the reading of rows.
enum Stopped {
    Io(io::Error),
    Sink(ReferenceError),
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads all rows.
pub(crate) fn read(origin: &Origin, mut input: impl Read, sink: &mut dyn Sink) -> Result<(), ReferenceError> {
    let mut head = Vec::new();
    input.by_ref().take(HEAD).read_to_end(&mut head).map_err(|error| origin.failed(error))?;
    let start = text::start(&head);
    let wrong = |code, what: &str| Err(ReferenceError::new(code, format!("{} {what}", origin.name())));
    let first = start.iter().copied().find(|byte| !byte.is_ascii_whitespace());
    let Some(first) = first else {
        return wrong(ReferenceCode::EmptyFile, "holds no rows: name a file with data");
    };
    if start.contains(&0) {
        return wrong(ReferenceCode::NotData, "is no text in UTF-8 or windows-1252: save it as CSV in UTF-8");
    }
    if first == b'<' {
        return wrong(ReferenceCode::HtmlPage, "is a web page: fetch the file that the page links to");
    }
    let skipped = head.len() - start.len();
    let separator = text::separator(start);
    let allowance = Allowance::default();
    let mut head = Cursor::new(head);
    head.set_position(skipped as u64);
    let guarded = Guard::new(head.chain(input), allowance.clone());
    let result = if first == b'[' {
        json::read(guarded, &allowance, sink)
    } else {
        csv::read(guarded, separator, &allowance, sink)
    };
    result.map_err(|stopped| match stopped {
        Stopped::Io(error) => origin.failed(error),
        Stopped::Sink(error) => error,
    })
}
