//! Sorting rows outside of memory, so that a table of millions is written in the order of its key.
//!
//! Rows are kept packed. When there are too many, they are sorted and put into a temporary file without a name, which
//! the system removes whatever happens; at the end all such runs are merged.

mod merge;
mod pack;

use std::{
    fs::File,
    io::{self, BufWriter, Seek, Write},
    path::{Path, PathBuf},
};

use anchorhub_store::Cell;

pub(crate) use self::merge::{Entry, Sorted};
use crate::ReferenceError;

/// Bytes of packed rows that are sorted in memory. Three tables of a register are sorted at the same time.
const IN_MEMORY: usize = 24 << 20;

/// Runs that are open at a time; more are merged into one.
const RUNS: usize = 64;

/// Buffer of one run while it is written or merged.
const BUFFER: usize = 64 << 10;

/// Where a packed row stands among those in memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    start: u32,
    /// Length of the part that tells the order: key and row.
    order: u32,
    length: u32,
}

/// Collects rows of one table.
pub(crate) struct Sorter {
    folder: PathBuf,
    limit: usize,
    packed: Vec<u8>,
    places: Vec<Place>,
    runs: Vec<File>,
    bytes: u64,
}

impl Sorter {
    /// A sorter that puts its temporary files into a folder.
    pub(crate) fn new(folder: &Path) -> Self {
        Self::with_limit(folder, IN_MEMORY)
    }

    fn with_limit(folder: &Path, limit: usize) -> Self {
        Self {
            folder: folder.to_owned(),
            limit,
            packed: Vec::new(),
            places: Vec::new(),
            runs: Vec::new(),
            bytes: 0,
        }
    }

    /// Adds a row of the table that came from a row of the file; its first `key` cells are the key.
    pub(crate) fn push(&mut self, row: u64, cells: &[Cell], key: usize) -> Result<(), ReferenceError> {
        let start = self.packed.len();
        pack::order(&mut self.packed, &cells[..key.min(cells.len())], row);
        let order = self.packed.len() - start;
        cells.iter().for_each(|cell| pack::cell(&mut self.packed, cell));
        let length = self.packed.len() - start;
        let number = |size: usize| {
            u32::try_from(size).map_err(|_| ReferenceError::internal("a row is larger than a run"))
        };
        self.places.push(Place { start: number(start)?, order: number(order)?, length: number(length)? });
        self.bytes += length as u64;
        if self.packed.len() >= self.limit {
            self.spill().map_err(|error| ReferenceError::io(&error, &self.folder))?;
        }
        Ok(())
    }

    /// Packed bytes of all rows.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The rows in the order of their keys; of one key, in the order of the file.
    pub(crate) fn finish(mut self) -> Result<Sorted, ReferenceError> {
        self.sort();
        Sorted::new(self.packed, self.places, self.runs)
            .map_err(|error| ReferenceError::io(&error, &self.folder))
    }

    fn sort(&mut self) {
        let packed = &self.packed;
        let order = |place: &Place| {
            let start = place.start as usize;
            &packed[start..start + place.order as usize]
        };
        self.places.sort_unstable_by(|one, other| order(one).cmp(order(other)));
    }

    fn spill(&mut self) -> io::Result<()> {
        self.sort();
        let mut run = BufWriter::with_capacity(BUFFER, tempfile::tempfile_in(&self.folder)?);
        for place in &self.places {
            let start = place.start as usize;
            write_entry(&mut run, place.order, &self.packed[start..start + place.length as usize])?;
        }
        self.packed.clear();
        self.places.clear();
        self.runs.push(rewound(run)?);
        if self.runs.len() < RUNS {
            return Ok(());
        }
        let mut merged = BufWriter::with_capacity(BUFFER, tempfile::tempfile_in(&self.folder)?);
        let mut rows = Sorted::new(Vec::new(), Vec::new(), std::mem::take(&mut self.runs))?;
        while let Some(entry) = rows.next_entry()? {
            write_entry(&mut merged, entry.order, &entry.packed)?;
        }
        self.runs.push(rewound(merged)?);
        Ok(())
    }
}

fn write_entry(out: &mut impl Write, order: u32, packed: &[u8]) -> io::Result<()> {
    let length = u32::try_from(packed.len()).map_err(io::Error::other)?;
    out.write_all(&order.to_le_bytes())?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(packed)
}

fn rewound(run: BufWriter<File>) -> io::Result<File> {
    let mut file = run.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sorted(rows: &[(String, i64)], limit: usize) -> Vec<(u64, Vec<Cell>)> {
        let folder = tempfile::tempdir().unwrap();
        let mut sorter = Sorter::with_limit(folder.path(), limit);
        for (row, (text, number)) in (1..).zip(rows) {
            sorter.push(row, &[Cell::Text(text.clone()), Cell::Integer(*number)], 2).unwrap();
        }
        let mut found = Vec::new();
        let mut rows = sorter.finish().unwrap();
        while let Some(entry) = rows.next_entry().unwrap() {
            found.push((entry.row(), entry.cells().unwrap()));
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "no file has a name");
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn rows_come_in_order_whatever_fits_into_memory(
            rows in proptest::collection::vec(("[A-Za-zé ]{0,6}", -3_i64..3), 0..200),
            limit in prop_oneof![Just(1_usize), Just(100), Just(100_000)],
        ) {
            let mut expected: Vec<(u64, Vec<Cell>)> = (1..)
                .zip(&rows)
                .map(|(row, (text, number))| (row, vec![Cell::Text(text.clone()), Cell::Integer(*number)]))
                .collect();
            expected.sort_by(|(one_row, one), (other_row, other)| {
                let key = |cells: &[Cell]| match cells {
                    [Cell::Text(text), Cell::Integer(number)] => (text.clone(), *number),
                    _ => unreachable!(),
                };
                (key(one), one_row).cmp(&(key(other), other_row))
            });
            prop_assert_eq!(sorted(&rows, limit), expected);
        }
    }
}
