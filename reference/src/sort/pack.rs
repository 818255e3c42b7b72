//! Rows as bytes: an order that compares as its key does, then the cells.

use anchorhub_store::Cell;
use chrono::NaiveDate;

const NULL: u8 = 0;
const TEXT: u8 = 1;
const INTEGER: u8 = 2;
const NO: u8 = 3;
const YES: u8 = 4;
const DATE: u8 = 5;

/// Appends what tells the order. Texts end with a NUL, which no cell of a file holds.
pub(super) fn order(out: &mut Vec<u8>, key: &[Cell], row: u64) {
    for cell in key {
        match cell {
            Cell::Text(text) => {
                out.extend(text.bytes().filter(|byte| *byte != 0));
                out.push(0);
            }
            // With the sign turned, bytes compare as the numbers do.
            Cell::Integer(number) => out.extend((number ^ i64::MIN).to_be_bytes()),
            Cell::Null | Cell::Boolean(_) | Cell::Date(_) => self::cell(out, cell),
        }
    }
    out.extend(row.to_be_bytes());
}

/// Appends a cell.
pub(super) fn cell(out: &mut Vec<u8>, cell: &Cell) {
    match cell {
        Cell::Null => out.push(NULL),
        Cell::Text(text) => {
            out.push(TEXT);
            // Cells are far shorter than 4 GiB: records are bounded.
            out.extend(u32::try_from(text.len()).unwrap_or(0).to_le_bytes());
            out.extend(text.as_bytes());
        }
        Cell::Integer(number) => {
            out.push(INTEGER);
            out.extend(number.to_le_bytes());
        }
        Cell::Boolean(false) => out.push(NO),
        Cell::Boolean(true) => out.push(YES),
        Cell::Date(date) => {
            out.push(DATE);
            out.extend(date.to_epoch_days().to_le_bytes());
        }
    }
}

/// Reads cells back; none when the bytes are not what was written.
pub(super) fn cells(mut bytes: &[u8]) -> Option<Vec<Cell>> {
    let mut cells = Vec::with_capacity(16);
    while let Some((kind, rest)) = bytes.split_first() {
        bytes = rest;
        cells.push(match *kind {
            NULL => Cell::Null,
            TEXT => {
                let length = usize::try_from(u32::from_le_bytes(take(&mut bytes)?)).ok()?;
                let (text, rest) = bytes.split_at_checked(length)?;
                bytes = rest;
                Cell::Text(std::str::from_utf8(text).ok()?.to_owned())
            }
            INTEGER => Cell::Integer(i64::from_le_bytes(take(&mut bytes)?)),
            NO => Cell::Boolean(false),
            YES => Cell::Boolean(true),
            DATE => Cell::Date(NaiveDate::from_epoch_days(i32::from_le_bytes(take(&mut bytes)?))?),
            _ => return None,
        });
    }
    Some(cells)
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_back() {
        let written = [
            Cell::Null,
            Cell::Text("Åland\t".to_owned()),
            Cell::Text(String::new()),
            Cell::Integer(-7),
            Cell::Boolean(true),
            Cell::Boolean(false),
            Cell::from(NaiveDate::from_ymd_opt(1844, 9, 5)),
        ];
        let mut bytes = Vec::new();
        written.iter().for_each(|value| cell(&mut bytes, value));
        assert_eq!(cells(&bytes).as_deref(), Some(written.as_slice()));
        bytes.push(9);
        assert_eq!(cells(&bytes), None);
        assert_eq!(cells(&[TEXT, 5, 0, 0, 0, b'x']), None);
    }

    #[test]
    fn orders_compare_as_keys_do() {
        let of = |text: &str, number: i64| {
            let mut bytes = Vec::new();
            order(&mut bytes, &[Cell::Text(text.to_owned()), Cell::Integer(number)], 1);
            bytes
        };
        assert!(of("AB", 9) < of("ABC", 1) && of("AB", -1) < of("AB", 0) && of("AB", 2) < of("AB", 10));
    }
}
