//! How much memory the cells of an OpenDocument sheet take, before they are read.
//!
//! The library holds every sheet whole, and a few bytes can stand for any number of cells and spaces: counts are
//! attributes. So the part with the cells is gone through once, one tag at a time, and what the library would
//! make of it is added up. Only what is well formed may pass: the library looks for the end of what it has begun
//! without looking for the end of the file.

use std::{
    io::{BufRead, BufReader},
    path::Path,
};

use quick_xml::{
    XmlVersion,
    events::{BytesStart, Event},
    reader::Reader,
};

use super::{
    held::{Held, SheetSize, text_bytes},
    workbook::{open, unreadable},
};
use crate::{Caps, IngestError};

/// What the library cuts repetitions at.
const MAX_COLUMNS: u64 = 16_384;

/// Refuses a workbook whose cells would take more memory than is allowed.
pub(super) fn check(path: &Path, caps: &Caps) -> Result<(), IngestError> {
    let mut archive = zip::ZipArchive::new(open(path)?).map_err(|error| unreadable(&error))?;
    let part = archive.by_name("content.xml").map_err(|error| unreadable(&error))?;
    measure(BufReader::new(part), caps)
}

fn measure(content: impl BufRead, caps: &Caps) -> Result<(), IngestError> {
    let mut reader = Reader::from_reader(content);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().check_end_names = true;
    let mut scan = Scan::new(caps);
    let mut depth: u64 = 0;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|error| unreadable(&error))? {
            Event::Start(tag) => {
                depth += 1;
                scan.begin(&tag)?;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                scan.end(tag.name().as_ref())?;
            }
            Event::Text(text) => scan.text(text.len() as u64),
            Event::GeneralRef(reference) => scan.text(reference.len() as u64),
            Event::Eof if depth > 0 => return Err(unreadable(&CutShort)),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("its content ends in the middle")]
struct CutShort;

/// Adds up cells as the library makes them.
struct Scan {
    held: Held,
    sheet: SheetSize,
    row: Row,
    cell: Cell,
    /// Elements that are open within the cell, itself included; none outside cells.
    within_cell: u64,
}

#[derive(Default)]
struct Row {
    repeats: u64,
    /// Cells, empty ones before the last filled one included.
    width: u64,
    /// Empty cells since the last filled one.
    gap: u64,
    text: u64,
}

#[derive(Default)]
struct Cell {
    repeats: u64,
    filled: bool,
    text: u64,
}

impl Scan {
    fn new(caps: &Caps) -> Self {
        Self {
            held: Held::new(caps),
            sheet: SheetSize::default(),
            row: Row::default(),
            cell: Cell::default(),
            within_cell: 0,
        }
    }

    fn begin(&mut self, tag: &BytesStart<'_>) -> Result<(), IngestError> {
        if self.within_cell > 0 {
            self.within_cell += 1;
            if tag.name().as_ref() == "text:s" {
                self.cell.text = self.cell.text.saturating_add(number(tag, "text:c")?);
            } else {
                // A line break, a tab.
                self.text(1);
            }
            return Ok(());
        }
        match tag.name().as_ref() {
            "table:table" => self.sheet = SheetSize::default(),
            "table:table-row" => {
                self.row = Row { repeats: number(tag, "table:number-rows-repeated")?, ..Row::default() };
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.within_cell = 1;
                let (filled, text) = content(tag)?;
                let repeats = number(tag, "table:number-columns-repeated")?.min(MAX_COLUMNS);
                self.cell = Cell { repeats, filled, text };
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), IngestError> {
        if self.within_cell > 0 {
            self.within_cell -= 1;
            if self.within_cell == 0 {
                self.end_cell();
                self.held.allows(self.row.width, self.row.text)?;
            }
            return Ok(());
        }
        match name {
            "table:table-row" => {
                let row = std::mem::take(&mut self.row);
                self.sheet.add(row.repeats, row.width, row.text);
                self.held.allows_sheet(&self.sheet)?;
            }
            "table:table" => self.held.add(&std::mem::take(&mut self.sheet)),
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) {
        let cell = std::mem::take(&mut self.cell);
        if !cell.filled {
            self.row.gap = cell.repeats;
            return;
        }
        let before = self.row.width.saturating_add(self.row.gap).min(MAX_COLUMNS);
        self.row.gap = 0;
        self.row.width = before.saturating_add(cell.repeats).min(MAX_COLUMNS);
        let text = text_bytes(cell.text).saturating_mul(self.row.width - before);
        self.row.text = self.row.text.saturating_add(text);
    }

    fn text(&mut self, bytes: u64) {
        if self.within_cell > 0 {
            self.cell.text = self.cell.text.saturating_add(bytes);
        }
    }
}

/// A count in an attribute; one where there is none.
fn number(tag: &BytesStart<'_>, attribute: &str) -> Result<u64, IngestError> {
    match tag.try_get_attribute(attribute).map_err(|error| unreadable(&error))? {
        Some(found) => found
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| unreadable(&error))?
            .trim()
            .parse()
            .map_err(|error: std::num::ParseIntError| unreadable(&error)),
        None => Ok(1),
    }
}

/// Whether a cell has a value or a formula, and not only a style; and how much text that is.
fn content(tag: &BytesStart<'_>) -> Result<(bool, u64), IngestError> {
    let (mut filled, mut text) = (false, 0);
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| unreadable(&error))?;
        match attribute.key.as_ref() {
            "office:string-value" | "office:date-value" | "office:time-value" | "table:formula" => {
                filled = true;
                text += attribute.value.len() as u64;
            }
            name => filled |= name.starts_with("office:") || name == "calcext:value-type",
        }
    }
    Ok((filled, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_table(rows: &str) -> Result<(), &'static str> {
        check_content(&format!("<c><table:table table:name=\"a\">{rows}</table:table></c>"))
    }

    fn check_content(text: &str) -> Result<(), &'static str> {
        measure(text.as_bytes(), &Caps::default()).map_err(|error| error.code())
    }

    const EMPTY_TAIL: &str = r#"<table:table-cell table:number-columns-repeated="16000"/>"#;

    #[test]
    fn what_people_save_passes() {
        let cell =
            r#"<table:table-cell office:value-type="string"><text:p>Acme Ltd</text:p></table:table-cell>"#;
        let row = format!("<table:table-row>{}{EMPTY_TAIL}</table:table-row>", cell.repeat(8));
        let end = format!(
            r#"<table:table-row table:number-rows-repeated="1048000">{EMPTY_TAIL}</table:table-row>"#
        );
        assert_eq!(check_table(&(row.repeat(20_000) + &end)), Ok(()));
    }

    #[test]
    fn repetitions_are_multiplied_out() {
        let filled = |columns: u32, inside: &str| {
            format!(
                r#"<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}">{inside}</table:table-cell>"#
            )
        };
        let row = |repeats: u32, cells: &str| {
            format!(r#"<table:table-row table:number-rows-repeated="{repeats}">{cells}</table:table-row>"#)
        };
        let one = filled(1, "<text:p>x</text:p>");
        for (rows, case) in [
            (row(1_000_000, &filled(100, "")), "wide and long"),
            (row(1_000, &filled(16_384, "")), "wide"),
            (row(1, &one) + &row(1_000_000, "") + &row(1, &filled(50, "")), "far apart"),
            (row(1, &(EMPTY_TAIL.to_owned() + &one)).repeat(2_000), "far right"),
            (row(1, &filled(16_384, &"<text:p>long</text:p>".repeat(2_000))), "long text"),
            (row(1, &filled(1, r#"<text:p><text:s text:c="4000000000"/></text:p>"#)), "spaces"),
            (row(1, &filled(1, r#"<text:s text:c="18446744073709551615"/>"#)).repeat(9), "more spaces"),
        ] {
            assert_eq!(check_table(&rows), Err("TOO_LARGE"), "{case}");
        }
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        for text in [
            "<c><table:table>",
            "<c><table:table></c></table:table>",
            r#"<c><table:table><table:table-row table:number-rows-repeated="-1"/></table:table></c>"#,
            "<c><table:table><table:table-row><table:table-cell><office:annotation></table:table-cell></table:table-row></table:table></c>",
        ] {
            assert_eq!(check_content(text), Err("WORKBOOK_UNREADABLE"), "{text}");
        }
    }
}
