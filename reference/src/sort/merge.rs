//! Merging sorted runs.

use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    fs::File,
    io::{self, BufReader, Read},
};

use anchorhub_store::Cell;

use super::{BUFFER, Place, pack};

/// One packed row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// What tells the order, then the cells.
    pub(super) packed: Vec<u8>,
    /// Length of the first part.
    pub(super) order: u32,
}

/// Bytes of the number of a row at the end of what tells the order.
const ROW: usize = 8;

impl Entry {
    fn order(&self) -> &[u8] {
        self.packed.get(..self.order as usize).unwrap_or_default()
    }

    /// Whether it has the key of another one.
    pub(crate) fn same_key(&self, other: &Self) -> bool {
        let key = |entry: &Self| entry.order().len().saturating_sub(ROW);
        self.order().get(..key(self)) == other.order().get(..key(other))
    }

    /// The row of the file that it came from.
    pub(crate) fn row(&self) -> u64 {
        self.order().last_chunk::<ROW>().map_or(0, |bytes| u64::from_be_bytes(*bytes))
    }

    /// Its cells; none when the temporary file was damaged.
    pub(crate) fn cells(&self) -> Option<Vec<Cell>> {
        pack::cells(self.packed.get(self.order as usize..)?)
    }

    /// Packed bytes.
    pub(crate) fn bytes(&self) -> u64 {
        self.packed.len() as u64
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order().cmp(other.order()).then_with(|| self.packed.cmp(&other.packed))
    }
}

/// Rows in the order of their keys.
pub(crate) struct Sorted {
    runs: Vec<Run>,
    /// The next row of each run, and which run that is.
    next: BinaryHeap<Reverse<(Entry, usize)>>,
}

enum Run {
    InMemory { packed: Vec<u8>, places: std::vec::IntoIter<Place> },
    InFile(BufReader<File>),
}

impl Sorted {
    /// Rows of sorted runs, one of them in memory.
    pub(super) fn new(packed: Vec<u8>, places: Vec<Place>, runs: Vec<File>) -> io::Result<Self> {
        let in_files = runs.into_iter().map(|run| Run::InFile(BufReader::with_capacity(BUFFER, run)));
        let mut runs: Vec<Run> = in_files.collect();
        runs.push(Run::InMemory { packed, places: places.into_iter() });
        let mut next = BinaryHeap::with_capacity(runs.len());
        for (number, run) in runs.iter_mut().enumerate() {
            if let Some(entry) = run.next_entry()? {
                next.push(Reverse((entry, number)));
            }
        }
        Ok(Self { runs, next })
    }

    /// The next row.
    pub(crate) fn next_entry(&mut self) -> io::Result<Option<Entry>> {
        let Some(Reverse((entry, number))) = self.next.pop() else { return Ok(None) };
        if let Some(run) = self.runs.get_mut(number)
            && let Some(following) = run.next_entry()?
        {
            self.next.push(Reverse((following, number)));
        }
        Ok(Some(entry))
    }
}

impl Run {
    fn next_entry(&mut self) -> io::Result<Option<Entry>> {
        match self {
            Self::InMemory { packed, places } => Ok(places.next().map(|place| {
                let start = place.start as usize;
                let end = start + place.length as usize;
                Entry { packed: packed.get(start..end).unwrap_or_default().to_vec(), order: place.order }
            })),
            Self::InFile(run) => {
                let mut head = [0; 8];
                let mut filled = 0;
                while filled < head.len() {
                    match run.read(&mut head[filled..])? {
                        0 if filled == 0 => return Ok(None),
                        0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                        more => filled += more,
                    }
                }
                let [a, b, c, d, e, f, g, h] = head;
                let length = u32::from_le_bytes([e, f, g, h]);
                let mut packed = vec![0; length as usize];
                run.read_exact(&mut packed)?;
                Ok(Some(Entry { packed, order: u32::from_le_bytes([a, b, c, d]) }))
            }
        }
    }
}
