//! Comma-separated values (RFC 4180), safe to open in a spreadsheet.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end for a formula, and what suppliers
//! and buyers publish is not ours to trust. Such text gets an apostrophe in front, unless it is a number.

use super::{Cell, Column, EncodeError, Encoder, Record};

/// Writes comma-separated values.
pub(super) struct Delimited {
    columns: Vec<Column>,
}

impl Delimited {
    pub(super) fn new(columns: Vec<Column>) -> Self {
        Self { columns }
    }
}

impl Encoder for Delimited {
    fn begin(&mut self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        write_line(out, self.columns.iter().map(|column| Some(column.name.clone().into_owned())));
        Ok(())
    }

    fn rows(&mut self, rows: Vec<Record>, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        for row in rows {
            write_line(out, row.into_iter().map(safe));
        }
        Ok(())
    }

    fn end(&mut self, _: &mut Vec<u8>) -> Result<(), EncodeError> {
        Ok(())
    }
}

/// A cell that no spreadsheet takes for a formula.
fn safe(cell: Cell) -> Option<String> {
    match cell {
        Cell::Text(text) if is_formula(&text) => Some(format!("'{text}")),
        Cell::Text(text) => Some(text),
        cell => cell.text(),
    }
}

fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && !is_number(text)
}

/// Digits with a sign and a decimal point at most.
fn is_number(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(part)
}

fn write_line(out: &mut Vec<u8>, cells: impl Iterator<Item = Option<String>>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            out.push(b',');
        }
        let Some(text) = cell else { continue };
        // Nothing at all stands for what is not known, quotation marks for a text without letters.
        if text.is_empty() || text.contains([',', '"', '\r', '\n']) {
            out.push(b'"');
            out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
            out.push(b'"');
        } else {
            out.extend_from_slice(text.as_bytes());
        }
    }
    out.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::table::Kind;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        let columns = vec![Column::new("name", Kind::Text), Column::new("pence", Kind::Integer)];
        let mut encoder = Delimited::new(columns);
        encoder.begin(&mut out).unwrap();
        encoder.rows(vec![vec![Cell::Text(text.to_owned()), Cell::Integer(-5)]], &mut out).unwrap();
        encoder.end(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn formulas_are_text_and_numbers_stay_numbers() {
        let cases = [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+44 20 7946 0000", "'+44 20 7946 0000"),
            ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
            ("\tx", "'\tx"),
            ("-12.50", "-12.50"),
            ("+7", "+7"),
            ("-", "'-"),
            ("-1.", "'-1."),
            ("-1-1", "'-1-1"),
            ("Smith & Sons", "Smith & Sons"),
        ];
        for (given, cell) in cases {
            assert_eq!(written(given), format!("name,pence\r\n{cell},-5\r\n"), "{given:?}");
        }
        assert_eq!(written("a \"b\", c"), "name,pence\r\n\"a \"\"b\"\", c\",-5\r\n");
        assert_eq!(written("\rx"), "name,pence\r\n\"'\rx\",-5\r\n");
        assert_eq!(written(""), "name,pence\r\n\"\",-5\r\n");
    }

    /// An independent reader of RFC 4180.
    fn read(text: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
                '"' => quoted = !quoted,
                ',' if !quoted => row.push(std::mem::take(&mut cell)),
                '\r' if !quoted && letters.peek() == Some(&'\n') => {
                    letters.next();
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                letter => cell.push(letter),
            }
        }
        rows
    }

    proptest! {
        #[test]
        fn any_text_comes_back_and_is_no_formula(text in "[=+@\\-\t\r\n\",'a0-9. é]{0,12}") {
            let rows = read(&written(&text));
            prop_assert_eq!(rows.len(), 2);
            prop_assert_eq!(rows[1].len(), 2);
            let cell = &rows[1][0];
            prop_assert!(cell == &text || cell.strip_prefix('\'') == Some(text.as_str()));
            let first = cell.chars().next();
            let risky = first.is_some_and(|first| "=+-@\t\r\n".contains(first));
            prop_assert!(!risky || cell.parse::<f64>().is_ok());
        }
    }
}
