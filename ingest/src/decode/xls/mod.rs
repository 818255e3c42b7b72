//! How much memory the cells of an Excel 97–2003 sheet take, before they are read.
//!
//! The library holds every sheet whole, as a rectangle that reaches to the cell furthest right and furthest down, and
//! writes a shared text out in every cell that refers to it. So the records are gone through once, as the library
//! will, and what it would make of them is added up.

mod compound;
mod records;
mod shared;

use std::path::Path;

use self::{
    compound::workbook_stream,
    records::{Records, long, short},
    shared::SharedTexts,
};
use super::{
    held::{Held, SheetSize, text_bytes},
    workbook::unreadable,
};
use crate::{Caps, IngestCode, IngestError};

/// The largest sheet of the format: what a sheet says of its size is reserved at once.
const LARGEST_SHEET: u64 = 65_536 * 256;
/// What is held of a formula is its text, of which its bytes are an abridgement.
const FORMULA_GROWTH: u64 = 8;
/// The least bytes of a formula that name something.
const NAMING_BYTES: u64 = 5;

/// Bytes that are not what they should be.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Damaged(&'static str);

/// Refuses a workbook whose cells would take more memory than is allowed. `bytes` is the whole file.
pub(super) fn check(path: &Path, caps: &Caps) -> Result<(), IngestError> {
    let bytes = std::fs::read(path).map_err(|error| IngestError::io(&error, path))?;
    let stream = workbook_stream(&bytes).map_err(|error| unreadable(&error))?;
    drop(bytes);
    measure(&stream, caps)
}

fn measure(stream: &[u8], caps: &Caps) -> Result<(), IngestError> {
    let mut held = Held::new(caps);
    let workbook = Workbook::read(stream, &held)?;
    if workbook.sheets.len() > caps.max_sheets {
        return Err(IngestError::new(
            IngestCode::TooLarge,
            format!(
                "the workbook has {} sheets, more than the {} allowed",
                workbook.sheets.len(),
                caps.max_sheets
            ),
        ));
    }
    held.add_bytes(workbook.texts.bytes());
    for begin in &workbook.sheets {
        let sheet =
            stream.get(*begin..).ok_or_else(|| unreadable(&Damaged("a sheet lies beyond its end")))?;
        let size = workbook.measure_sheet(sheet, &held)?;
        held.add(&size);
    }
    Ok(())
}

/// What sheets refer to.
#[derive(Default)]
struct Workbook {
    /// Where sheets begin.
    sheets: Vec<usize>,
    texts: SharedTexts,
    /// Bytes of the longest name that a formula may repeat.
    longest_name: u64,
}

impl Workbook {
    fn read(stream: &[u8], held: &Held) -> Result<Self, IngestError> {
        let mut workbook = Self::default();
        for record in Records::new(stream) {
            let record = record.map_err(|error| unreadable(&error))?;
            match record.kind {
                // A sheet: where it begins, what it is, its name.
                0x0085 => {
                    let begin = long(record.data, 0).map_err(|error| unreadable(&error))?;
                    workbook.sheets.push(usize::try_from(begin).unwrap_or(usize::MAX));
                    workbook.name(record.data.get(6));
                }
                // A defined name.
                0x0018 => workbook.name(record.data.get(3)),
                // Shared texts.
                0x00FC => {
                    workbook.texts = SharedTexts::read(&record, |bytes| held.allows(0, bytes))?;
                }
                0x000A => break,
                _ => {}
            }
        }
        Ok(workbook)
    }

    /// Remembers a name of so many characters, of up to three bytes.
    fn name(&mut self, characters: Option<&u8>) {
        self.longest_name = self.longest_name.max(characters.map_or(0, |count| u64::from(*count) * 3));
    }

    fn measure_sheet(&self, sheet: &[u8], held: &Held) -> Result<SheetSize, IngestError> {
        let mut cells = Cells::default();
        let mut depth: u64 = 0;
        let mut has_begun = false;
        for record in Records::new(sheet) {
            let record = record.map_err(|error| unreadable(&error))?;
            match record.kind {
                // The beginning and end of what is embedded, such as a chart, whose cells do not count.
                0x0809 if depth > 0 || has_begun => depth += 1,
                0x0809 => has_begun = true,
                0x000A if depth > 0 => depth -= 1,
                0x000A => break,
                _ if depth > 0 => {}
                kind => {
                    self.count(kind, record.data, &mut cells).map_err(|error| unreadable(&error))?;
                    held.allows_sheet(&cells.size())?;
                }
            }
        }
        Ok(cells.size())
    }

    fn count(&self, kind: u16, data: &[u8], cells: &mut Cells) -> Result<(), Damaged> {
        match kind {
            0x0200 => return check_dimensions(data),
            // Numbers, truth values and errors.
            0x0203 | 0x0205 | 0x027E => cells.add(data, 1, 0)?,
            // Several numbers side by side.
            0x00BD => cells.add(data, (data.len() as u64).saturating_sub(6) / 6, 0)?,
            // Text in the cell itself.
            0x0204 | 0x00D6 => cells.add(data, 1, text_bytes(2 * data.len() as u64))?,
            // The text that a formula came to.
            0x0207 => cells.text += text_bytes(2 * data.len() as u64),
            0x00FD => {
                let text = self.texts.bytes_of(long(data, 6)?);
                cells.add(data, 1, text)?;
            }
            0x0006 => {
                let bytes = data.len() as u64;
                let names = (bytes / NAMING_BYTES).saturating_mul(self.longest_name);
                // A value, perhaps a text that follows, and the formula.
                cells.add(data, 2, text_bytes(bytes * FORMULA_GROWTH + names))?;
            }
            _ => {}
        }
        Ok(())
    }
}

/// Refuses a sheet that says it is larger than the format allows: room for it is reserved at once.
fn check_dimensions(data: &[u8]) -> Result<(), Damaged> {
    let (first_row, rows, first_column, columns) = match data.len() {
        10 => (short(data, 0)?, short(data, 2)?, short(data, 4)?, short(data, 6)?),
        14 | 16 => (long(data, 0)?, long(data, 4)?, short(data, 8)?, short(data, 10)?),
        _ => return Err(Damaged("the size of a sheet is not told as it should be")),
    };
    // As the library mends it: beyond the last column, or none at all.
    let first_column = if first_column > 0xff || columns < first_column { 0 } else { first_column };
    if rows == 0 || columns == 0 {
        return Ok(());
    }
    let (Some(height), Some(width)) = (rows.checked_sub(first_row), columns.checked_sub(first_column)) else {
        return Err(Damaged("a sheet ends before it begins"));
    };
    if height.saturating_mul(width) > LARGEST_SHEET {
        return Err(Damaged("a sheet says that it is larger than the format allows"));
    }
    Ok(())
}

/// The cells of a sheet.
#[derive(Default)]
struct Cells {
    count: u64,
    text: u64,
    /// First and last row, first and last column.
    reach: Option<(u64, u64, u64, u64)>,
}

impl Cells {
    /// Adds cells side by side, with text of so many bytes in all. A record begins with row and column.
    fn add(&mut self, data: &[u8], count: u64, text: u64) -> Result<(), Damaged> {
        let (row, column) = (short(data, 0)?, short(data, 2)?);
        let last = column.saturating_add(count.saturating_sub(1));
        self.count = self.count.saturating_add(count);
        self.text = self.text.saturating_add(text);
        let (top, bottom, left, right) = self.reach.unwrap_or((row, row, column, last));
        self.reach = Some((top.min(row), bottom.max(row), left.min(column), right.max(last)));
        Ok(())
    }

    fn size(&self) -> SheetSize {
        let (top, bottom, left, right) = self.reach.unwrap_or_default();
        SheetSize::rectangle(self.count, self.text, bottom - top + 1, right - left + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    fn number(row: u16, column: u16) -> Vec<u8> {
        record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat())
    }

    /// A workbook of one sheet with these records, and shared texts.
    fn workbook(texts: &[u8], sheet: &[u8]) -> Vec<u8> {
        let globals = |begin: u32| {
            let place = [&begin.to_le_bytes()[..], &[0, 0, 1, 0, b'a']].concat();
            let shared = [&[0; 8][..], texts].concat();
            [record(0x0809, &[0, 6]), record(0x0085, &place), record(0x00FC, &shared), record(0x000A, &[])]
                .concat()
        };
        let begin = u32::try_from(globals(0).len()).unwrap();
        [globals(begin), record(0x0809, &[0, 6]), sheet.to_vec(), record(0x000A, &[])].concat()
    }

    fn check(texts: &[u8], sheet: &[u8]) -> Result<(), &'static str> {
        measure(&workbook(texts, sheet), &Caps::default()).map_err(|error| error.code())
    }

    #[test]
    fn what_people_save_passes() {
        let rows: Vec<u8> = (0..20_000).flat_map(|row| [number(row, 0), number(row, 8)].concat()).collect();
        assert_eq!(check(&[], &rows), Ok(()));
    }

    #[test]
    fn rectangles_and_shared_texts_are_written_out() {
        assert_eq!(check(&[], &[number(0, 0), number(u16::MAX, u16::MAX)].concat()), Err("TOO_LARGE"));
        let length: u16 = 8_000;
        let text = [&length.to_le_bytes()[..], &[0], &vec![b'x'; usize::from(length)]].concat();
        let cell = |row: u16| record(0x00FD, &[&row.to_le_bytes()[..], &[0; 8]].concat());
        let column: Vec<u8> = (0..20_000).flat_map(cell).collect();
        assert_eq!(check(&text, &column), Err("TOO_LARGE"));
        assert_eq!(check(&text, &cell(1)), Ok(()));
        let dimensions = [&[0; 4][..], &u32::MAX.to_le_bytes(), &[0, 0, 255, 0, 0, 0]].concat();
        assert_eq!(check(&[], &record(0x0200, &dimensions)), Err("WORKBOOK_UNREADABLE"));
    }
}
