//! Texts that cells share: how long each is.

use super::{
    Damaged,
    records::{Record, long, short},
};
use crate::{
    IngestError,
    decode::{held::text_bytes, workbook::unreadable},
};

/// What the library holds of a text beside its characters, while a list of them grows.
const ENTRY_BYTES: u64 = 48;
/// How many texts are read between looks at their sum.
const BETWEEN_LOOKS: usize = 1_000;

/// The lengths of shared texts.
#[derive(Default)]
pub(super) struct SharedTexts {
    /// Bytes of each text, as many as it may take.
    lengths: Vec<u32>,
    total: u64,
}

impl SharedTexts {
    /// Reads the record that holds them; `allow` refuses too many bytes.
    pub(super) fn read(
        record: &Record<'_>,
        allow: impl Fn(u64) -> Result<(), IngestError>,
    ) -> Result<Self, IngestError> {
        let mut pieces = Pieces { data: record.data, more: record.more.iter() };
        pieces.pass(8).map_err(|error| unreadable(&error))?;
        let mut texts = Self::default();
        while !pieces.data.is_empty() || pieces.next() {
            let bytes = pieces.text().map_err(|error| unreadable(&error))?;
            texts.lengths.push(u32::try_from(bytes).unwrap_or(u32::MAX));
            texts.total = texts.total.saturating_add(text_bytes(bytes)).saturating_add(ENTRY_BYTES);
            if texts.lengths.len().is_multiple_of(BETWEEN_LOOKS) {
                allow(texts.total)?;
            }
        }
        allow(texts.total)?;
        Ok(texts)
    }

    /// What they take together.
    pub(super) fn bytes(&self) -> u64 {
        self.total
    }

    /// What one of them takes where it is written out.
    pub(super) fn bytes_of(&self, index: u64) -> u64 {
        let length = usize::try_from(index).ok().and_then(|index| self.lengths.get(index));
        length.map_or(0, |length| text_bytes(u64::from(*length)))
    }
}

/// A record and what carries it on.
struct Pieces<'a, I> {
    data: &'a [u8],
    more: I,
}

impl<'a, 'r, I: Iterator<Item = &'r &'a [u8]>> Pieces<'a, I>
where
    'a: 'r,
{
    fn next(&mut self) -> bool {
        match self.more.next() {
            Some(data) => {
                self.data = data;
                true
            }
            None => false,
        }
    }

    /// One text: its characters, then its formats and its pronunciation. Gives the bytes it may take.
    fn text(&mut self) -> Result<u64, Damaged> {
        if self.data.is_empty() {
            return Ok(0);
        }
        let characters = short(self.data, 0)?;
        let flags = *self.data.get(2).ok_or(Damaged("a text is cut short"))?;
        let mut at = 3;
        let mut rest = 0;
        if flags & 0x8 != 0 {
            rest += 4 * short(self.data, at)?;
            at += 2;
        }
        if flags & 0x4 != 0 {
            rest += long(self.data, at)?;
            at += 4;
        }
        self.data = self.data.get(at..).unwrap_or_default();
        let bytes = self.characters(characters, flags & 0x1 != 0)?;
        self.pass(rest)?;
        Ok(bytes)
    }

    /// Passes characters of one byte or of two, which may change from piece to piece.
    fn characters(&mut self, mut left: u64, mut wide: bool) -> Result<u64, Damaged> {
        let mut bytes: u64 = 0;
        while left > 0 {
            let size: u64 = if wide { 2 } else { 1 };
            let here = left.min(self.data.len() as u64 / size);
            // A character of one byte becomes two at most, one of two bytes three.
            bytes += here * (size + 1);
            left -= here;
            let passed = usize::try_from(here * size).unwrap_or(usize::MAX);
            self.data = self.data.get(passed..).unwrap_or_default();
            if left > 0 {
                if !self.next() {
                    return Err(Damaged("a text is cut short"));
                }
                let (flags, data) = self.data.split_first().ok_or(Damaged("a text is cut short"))?;
                wide = flags & 0x1 != 0;
                self.data = data;
            }
        }
        Ok(bytes)
    }

    fn pass(&mut self, mut bytes: u64) -> Result<(), Damaged> {
        while bytes > 0 {
            if self.data.is_empty() && !self.next() {
                return Err(Damaged("a text is cut short"));
            }
            let here = bytes.min(self.data.len() as u64);
            self.data = &self.data[usize::try_from(here).unwrap_or(usize::MAX)..];
            bytes -= here;
        }
        Ok(())
    }
}
