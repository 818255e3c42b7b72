//! Rows of delimited text, whatever its delimiter, quotes and line ends.
//!
//! Our own splitter and not the csv crate, for what honesty needs here: blank lines are rows too, a row
//! has a bound, carriage returns alone end lines, and a quotation mark that is never closed must not
//! swallow the rows after it.

use std::io::{self, Read};

use memchr::memchr3;

use super::{encoding::TextEncoding, row::Row};
use crate::{Caps, IngestCode, IngestError};

/// A quoted cell that runs over more lines than this is no cell: its opening mark is a stray one.
const MAX_LINES_IN_CELL: usize = 60;

/// Splits delimited text into rows.
pub(crate) struct DelimitedReader<R> {
    source: R,
    encoding: TextEncoding,
    delimiter: u8,
    caps: Caps,
    buffer: Vec<u8>,
    start: usize,
    at_end: bool,
    number: u32,
    cell: Vec<u8>,
}

/// Where a row ends in the buffer.
enum Boundary {
    /// Content ends at the first offset, the next row begins at the second.
    Found { end: usize, next: usize },
    /// More bytes are needed to tell.
    NeedMore,
    /// A quotation mark opens a cell that is not closed in time.
    Unclosed,
}

impl<R: Read> DelimitedReader<R> {
    /// Reads rows from `source`, which begins after any byte-order mark.
    pub(crate) fn new(source: R, encoding: TextEncoding, delimiter: u8, caps: Caps) -> Self {
        Self {
            source,
            encoding,
            delimiter,
            caps,
            buffer: Vec::new(),
            start: 0,
            at_end: false,
            number: 0,
            cell: Vec::new(),
        }
    }

    /// Reads the next row; false at the end.
    pub(crate) fn next_row(&mut self, row: &mut Row) -> Result<bool, IngestError> {
        loop {
            let pending = &self.buffer[self.start..];
            if pending.is_empty() && self.at_end {
                return Ok(false);
            }
            let (end, next, quotes) = match self.boundary(pending, true) {
                Boundary::Found { end, next } => (end, next, true),
                Boundary::Unclosed => match self.boundary(pending, false) {
                    Boundary::Found { end, next } => (end, next, false),
                    _ => {
                        self.fill()?;
                        continue;
                    }
                },
                Boundary::NeedMore => {
                    self.fill()?;
                    continue;
                }
            };
            self.number = self.number.saturating_add(1);
            let (from, to) = (self.start, self.start + end);
            self.start += next;
            row.begin(self.number);
            self.split(from, to, quotes, row)?;
            return Ok(true);
        }
    }

    /// Finds the end of the row that begins the pending bytes.
    fn boundary(&self, pending: &[u8], quotes: bool) -> Boundary {
        let mut position = 0;
        let mut cell_start = 0;
        loop {
            // At a cell's start or inside an unquoted cell.
            if quotes && position == cell_start && pending.get(position) == Some(&b'"') {
                match self.closing_quote(pending, position + 1) {
                    Boundary::Found { end, .. } => position = end + 1,
                    other => return other,
                }
                continue;
            }
            let Some(offset) = memchr3(self.delimiter, b'\n', b'\r', &pending[position..]) else {
                return if self.at_end {
                    Boundary::Found { end: pending.len(), next: pending.len() }
                } else {
                    Boundary::NeedMore
                };
            };
            let at = position + offset;
            match pending[at] {
                b'\n' => return Boundary::Found { end: at, next: at + 1 },
                b'\r' => match pending.get(at + 1) {
                    Some(b'\n') => return Boundary::Found { end: at, next: at + 2 },
                    Some(_) => return Boundary::Found { end: at, next: at + 1 },
                    None if self.at_end => return Boundary::Found { end: at, next: at + 1 },
                    None => return Boundary::NeedMore,
                },
                _ => {
                    position = at + 1;
                    cell_start = position;
                }
            }
        }
    }

    /// Finds the mark that closes a quoted cell whose content begins at `from`.
    fn closing_quote(&self, pending: &[u8], from: usize) -> Boundary {
        let mut position = from;
        let mut lines = 0;
        loop {
            let Some(offset) = memchr3(b'"', b'\n', b'\r', &pending[position..]) else {
                return if self.at_end { Boundary::Unclosed } else { Boundary::NeedMore };
            };
            let at = position + offset;
            if pending[at] != b'"' {
                lines += 1;
                if lines > MAX_LINES_IN_CELL {
                    return Boundary::Unclosed;
                }
                position = at + 1;
                continue;
            }
            match pending.get(at + 1) {
                Some(b'"') => position = at + 2,
                None if !self.at_end => return Boundary::NeedMore,
                _ => return Boundary::Found { end: at, next: at + 1 },
            }
        }
    }

    /// Splits the bytes of one row into cells.
    fn split(&mut self, from: usize, to: usize, quotes: bool, row: &mut Row) -> Result<(), IngestError> {
        let mut position = from;
        loop {
            if row.len() >= self.caps.max_columns {
                return Err(IngestError::new(
                    IngestCode::TooManyColumns,
                    format!(
                        "row {} has more than {} columns: send a table with fewer columns",
                        self.number, self.caps.max_columns
                    ),
                ));
            }
            let next = if quotes && position < to && self.buffer[position] == b'"' {
                self.quoted_cell(position + 1, to)
            } else {
                let end = self.find_delimiter(position, to);
                let bytes = &self.buffer[position..end];
                row.push_with(|text| self.encoding.decode_into(bytes, text));
                position = end + 1;
                if end == to {
                    return Ok(());
                }
                continue;
            };
            let cell = &self.cell;
            row.push_with(|text| self.encoding.decode_into(cell, text));
            if next >= to {
                return Ok(());
            }
            position = next + 1;
        }
    }

    /// Unquotes a cell into `self.cell`; returns where it ends. Text after the closing mark stays part of it.
    fn quoted_cell(&mut self, from: usize, to: usize) -> usize {
        self.cell.clear();
        let mut position = from;
        while position < to {
            match self.buffer[position] {
                b'"' if position + 1 < to && self.buffer[position + 1] == b'"' => {
                    self.cell.push(b'"');
                    position += 2;
                }
                b'"' => {
                    let end = self.find_delimiter(position + 1, to);
                    self.cell.extend_from_slice(&self.buffer[position + 1..end]);
                    return end;
                }
                byte => {
                    self.cell.push(byte);
                    position += 1;
                }
            }
        }
        to
    }

    fn find_delimiter(&self, from: usize, to: usize) -> usize {
        memchr::memchr(self.delimiter, &self.buffer[from..to]).map_or(to, |offset| from + offset)
    }

    /// Reads more bytes behind those pending.
    fn fill(&mut self) -> Result<(), IngestError> {
        let pending = self.buffer.len() - self.start;
        if pending > self.caps.max_record_bytes {
            return Err(IngestError::new(
                IngestCode::RecordTooLong,
                format!(
                    "row {} is longer than {} bytes: check that lines end with line breaks and that quotation marks are closed",
                    self.number.saturating_add(1),
                    self.caps.max_record_bytes
                ),
            ));
        }
        self.buffer.drain(..self.start);
        self.start = 0;
        let filled = self.buffer.len();
        self.buffer.resize(filled + (128 << 10), 0);
        let read = read_some(&mut self.source, &mut self.buffer[filled..]).map_err(|error| {
            IngestError::new(
                IngestCode::Io,
                format!("reading stopped at row {}: {error}", self.number.saturating_add(1)),
            )
        })?;
        self.buffer.truncate(filled + read);
        self.at_end = read == 0;
        Ok(())
    }
}

fn read_some(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// The delimiter that splits the head of a file into the most regular table: comma, semicolon, tab or bar.
/// Regular is a table most of whose rows have the same number of cells, empty ones counted.
pub(crate) fn sniff_delimiter(head: &[u8], encoding: TextEncoding, caps: Caps) -> u8 {
    let mut best = (0.0_f64, b',');
    for delimiter in [b',', b';', b'\t', b'|'] {
        let mut reader = DelimitedReader::new(head, encoding, delimiter, caps);
        let mut row = Row::default();
        // Cells, and filled cells, of each row.
        let mut rows: Vec<(usize, usize)> = Vec::new();
        while rows.len() < 300 && matches!(reader.next_row(&mut row), Ok(true)) {
            if !row.is_blank() {
                rows.push((row.len(), row.cells().filter(|cell| !cell.is_empty()).count()));
            }
        }
        if rows.len() > 1 {
            // The last row of the head may be cut.
            rows.pop();
        }
        let widths: Vec<usize> = rows.iter().map(|(cells, _)| *cells).collect();
        let typical = mode(&widths);
        let regular: Vec<usize> =
            rows.iter().filter(|(cells, _)| *cells == typical).map(|(_, filled)| *filled).collect();
        let filled = regular.iter().sum::<usize>() as f64 / regular.len().max(1) as f64;
        let score = (filled - 1.0) * regular.len() as f64 / rows.len().max(1) as f64;
        if score > best.0 + 1e-9 {
            best = (score, delimiter);
        }
    }
    best.1
}

fn mode(widths: &[usize]) -> usize {
    let mut sorted = widths.to_vec();
    sorted.sort_unstable();
    let mut best = (0, 0);
    for group in sorted.chunk_by(|a, b| a == b) {
        if group.len() > best.0 {
            best = (group.len(), group[0]);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_all(bytes: &[u8], delimiter: u8) -> Vec<Vec<String>> {
        let mut reader = DelimitedReader::new(bytes, TextEncoding::Utf8, delimiter, Caps::default());
        let mut row = Row::default();
        let mut rows = Vec::new();
        while reader.next_row(&mut row).unwrap() {
            rows.push((0..row.len()).map(|column| row.raw(column).to_owned()).collect());
        }
        rows
    }

    #[test]
    fn blank_lines_quotes_and_line_ends() {
        let rows = read_all(b"a,\"b \"\"x\"\"\ny\",c\r\n\r\n\rd,,\"e\"f", b',');
        assert_eq!(rows, [vec!["a", "b \"x\"\ny", "c"], vec![""], vec![""], vec!["d", "", "ef"]]);
    }

    #[test]
    fn an_unclosed_quote_swallows_nothing() {
        let mut text = String::from("h,i\n\"oops,1\n");
        for n in 0..500 {
            text.push_str(&format!("row,{n}\n"));
        }
        let rows = read_all(text.as_bytes(), b',');
        assert_eq!(rows.len(), 502);
        assert_eq!(rows[1], ["\"oops", "1"]);
    }

    #[test]
    fn long_rows_and_wide_rows_are_refused() {
        let caps = Caps { max_record_bytes: 1000, max_columns: 10, ..Caps::default() };
        let endless = io::repeat(b'x');
        let mut reader = DelimitedReader::new(endless, TextEncoding::Utf8, b',', caps);
        assert_eq!(reader.next_row(&mut Row::default()).unwrap_err().code(), "RECORD_TOO_LONG");
        let wide = vec![b','; 500];
        let mut reader = DelimitedReader::new(wide.as_slice(), TextEncoding::Utf8, b',', caps);
        assert_eq!(reader.next_row(&mut Row::default()).unwrap_err().code(), "TOO_MANY_COLUMNS");
    }

    #[test]
    fn delimiters_are_recognised() {
        let sniff = |text: &str| sniff_delimiter(text.as_bytes(), TextEncoding::Utf8, Caps::default());
        assert_eq!(sniff("a,b,c\n1,2,3\n4,5,6\n"), b',');
        assert_eq!(sniff("a;b;c\n1,5;2;3\n4,7;5;6\n"), b';');
        assert_eq!(sniff("a\tb\tc\n1\t2, x\t3\n"), b'\t');
        assert_eq!(
            sniff("Spend, April\nd;s;a\nMonday, April 3, 2023;x;1.00\nTuesday, April 4, 2023;y;2.00\n"),
            b';'
        );
        assert_eq!(sniff("\"Smith, J\",2,3\n\"Low; High\",5,6\n"), b',');
    }

    proptest! {
        #[test]
        fn any_table_reads_back(rows in prop::collection::vec(prop::collection::vec("[a-z ,;\"\n£é]{0,8}", 2..5), 1..12), crlf: bool) {
            let end = if crlf { "\r\n" } else { "\n" };
            let text: String = rows.iter().map(|row| {
                row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect::<Vec<_>>().join(",") + end
            }).collect();
            prop_assert_eq!(read_all(text.as_bytes(), b','), rows);
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = read_all(&bytes, b',');
        }
    }
}
