//! Up to 65,536 payments of one institution and financial year as columns.
//!
//! A chunk has dictionaries of its own, so that a name, a category label with its department, and a VAT basis with its
//! warnings take two bytes each in a row, and so that whatever depends on one of these alone is worked out once for a chunk, not once a row.

use std::{hash::Hash, ops::Range};

use rustc_hash::FxHashMap;

/// Rows of a full chunk: every position in a dictionary fits into 16 bits.
pub(in crate::columnar) const CHUNK_ROWS: usize = 1 << 16;

/// Days of the longest financial year.
pub(in crate::columnar) const DAYS_A_YEAR: usize = 366;

/// A payment as it goes into a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::columnar) struct Row {
    /// The document it was published in.
    pub(in crate::columnar) document_id: i64,
    /// Days since 1 April of its financial year.
    pub(in crate::columnar) day: u16,
    /// Signed amount in pence.
    pub(in crate::columnar) pence: i64,
    /// Code of the payee's name (`Names`).
    pub(in crate::columnar) name: u32,
    /// Category label and department.
    pub(in crate::columnar) heading: Heading,
    /// VAT basis and warnings.
    pub(in crate::columnar) mark: Mark,
}

/// What a payment is published under: codes in its institution; 0: none is published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::columnar) struct Heading {
    /// Category label.
    pub(in crate::columnar) label: u32,
    /// Department.
    pub(in crate::columnar) department: u32,
}

/// What is the same for very many payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::columnar) struct Mark {
    /// Position of the VAT basis in `BASES`.
    pub(in crate::columnar) basis: u8,
    /// Warnings, as a bit mask.
    pub(in crate::columnar) flags: i32,
}

/// The payments of one document within a chunk: rows from the end of the run before up to `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::columnar) struct Run {
    pub(in crate::columnar) document_id: i64,
    pub(in crate::columnar) end: usize,
}

/// Columns of equal length and their dictionaries. Every code in a column is a position in its dictionary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::columnar) struct Chunk {
    pub(in crate::columnar) days: Box<[u16]>,
    pub(in crate::columnar) pence: Box<[i64]>,
    pub(in crate::columnar) names: Box<[u16]>,
    pub(in crate::columnar) headings: Box<[u16]>,
    pub(in crate::columnar) marks: Box<[u16]>,
    pub(in crate::columnar) name_codes: Box<[u32]>,
    pub(in crate::columnar) heading_codes: Box<[Heading]>,
    pub(in crate::columnar) mark_codes: Box<[Mark]>,
    /// Documents in ascending order.
    pub(in crate::columnar) runs: Box<[Run]>,
    /// First and last day that occur.
    pub(in crate::columnar) span: (u16, u16),
    /// The sum of all amounts without their signs: no sum of any of its rows is larger.
    pub(in crate::columnar) weight: u128,
}

impl Chunk {
    /// Encodes rows that are sorted by document; at most `CHUNK_ROWS`.
    pub(in crate::columnar) fn encode(rows: &[Row]) -> Self {
        let mut names = Dictionary::default();
        let mut headings = Dictionary::default();
        let mut marks = Dictionary::default();
        let mut runs: Vec<Run> = Vec::new();
        for (position, row) in rows.iter().enumerate() {
            names.push(row.name);
            headings.push(row.heading);
            marks.push(row.mark);
            match runs.last_mut().filter(|run| run.document_id == row.document_id) {
                Some(run) => run.end = position + 1,
                None => runs.push(Run { document_id: row.document_id, end: position + 1 }),
            }
        }
        let days: Box<[u16]> = rows.iter().map(|row| row.day).collect();
        let pence: Box<[i64]> = rows.iter().map(|row| row.pence).collect();
        Self {
            span: span(&days),
            weight: weight(&pence),
            days,
            pence,
            names: names.codes.into(),
            headings: headings.codes.into(),
            marks: marks.codes.into(),
            name_codes: names.values.into(),
            heading_codes: headings.values.into(),
            mark_codes: marks.values.into(),
            runs: runs.into(),
        }
    }

    /// Number of payments.
    pub(in crate::columnar) fn rows(&self) -> usize {
        self.pence.len()
    }

    /// Its documents, each with its rows.
    pub(in crate::columnar) fn documents(&self) -> impl Iterator<Item = (i64, Range<usize>)> {
        let starts = std::iter::once(0).chain(self.runs.iter().map(|run| run.end));
        starts.zip(&self.runs).map(|(start, run)| (run.document_id, start..run.end))
    }

    /// Its payments one by one, as they were encoded.
    pub(in crate::columnar) fn decode(&self) -> impl Iterator<Item = Row> {
        let documents =
            self.documents().flat_map(|(document_id, rows)| rows.map(move |row| (document_id, row)));
        documents.map(|(document_id, row)| Row {
            document_id,
            day: self.days[row],
            pence: self.pence[row],
            name: self.name_codes[usize::from(self.names[row])],
            heading: self.heading_codes[usize::from(self.headings[row])],
            mark: self.mark_codes[usize::from(self.marks[row])],
        })
    }

    /// Bytes that it takes in memory.
    pub(in crate::columnar) fn bytes(&self) -> usize {
        let columns = size_of_val(&*self.days)
            + size_of_val(&*self.pence)
            + size_of_val(&*self.names)
            + size_of_val(&*self.headings)
            + size_of_val(&*self.marks);
        let dictionaries = size_of_val(&*self.name_codes)
            + size_of_val(&*self.heading_codes)
            + size_of_val(&*self.mark_codes)
            + size_of_val(&*self.runs);
        size_of::<Self>() + columns + dictionaries
    }
}

/// First and last of some days.
pub(in crate::columnar) fn span(days: &[u16]) -> (u16, u16) {
    let first = days.iter().copied().min().unwrap_or(0);
    (first, days.iter().copied().max().unwrap_or(0))
}

/// The sum of amounts without their signs.
pub(in crate::columnar) fn weight(pence: &[i64]) -> u128 {
    pence.iter().map(|pence| u128::from(pence.unsigned_abs())).sum()
}

/// Values in the order in which they first came, and for each row the position of its value.
struct Dictionary<T> {
    positions: FxHashMap<T, u16>,
    values: Vec<T>,
    codes: Vec<u16>,
}

impl<T> Default for Dictionary<T> {
    fn default() -> Self {
        Self { positions: FxHashMap::default(), values: Vec::new(), codes: Vec::new() }
    }
}

impl<T: Copy + Eq + Hash> Dictionary<T> {
    fn push(&mut self, value: T) {
        let next = self.values.len();
        let code = *self.positions.entry(value).or_insert_with(|| {
            self.values.push(value);
            // A chunk has no more rows than there are codes.
            u16::try_from(next).unwrap_or(u16::MAX)
        });
        self.codes.push(code);
    }
}
