//! Rows of XLSX, XLS and ODS workbooks.
//!
//! XLSX cells are streamed. XLS and ODS are read whole by the library, so what their cells take is measured before.
//! What a ZIP would unpack to is measured by unpacking it into nothing: declared sizes can lie.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
};

use calamine::{Data, DataRef, ExcelDateTime, Ods, Range, Reader, SheetVisible, Xls, Xlsx};
use chrono::NaiveTime;

use super::{Container, Flow, Row, TableRef, ods, xls};
use crate::{Caps, IngestCode, IngestError};

/// A part that unpacks to more than this many times its size, and to more than `BOMB_FLOOR`, is refused.
const BOMB_RATIO: u64 = 150;
/// Below this size a part is harmless however well it packs.
const BOMB_FLOOR: u64 = 64 << 20;
/// XLS is held in memory whole; real ones are a few megabytes.
const MAX_XLS_BYTES: u64 = 64 << 20;

type Visitor<'a> = &'a mut dyn FnMut(&Row) -> Result<Flow, IngestError>;

/// Names the sheets of a workbook, and which of the ZIP-based formats it is.
pub(crate) fn list_sheets(
    path: &Path,
    container: Container,
    caps: &Caps,
) -> Result<(Container, Vec<TableRef>), IngestError> {
    let container =
        if container == Container::Xlsx { check_zip(path, caps)? } else { check_xls(path, caps)? };
    let metadata = match container {
        Container::Xlsx => open_xlsx(path)?.sheets_metadata().to_vec(),
        Container::Ods => open_ods(path)?.sheets_metadata().to_vec(),
        _ => open_xls(path)?.sheets_metadata().to_vec(),
    };
    if metadata.len() > caps.max_sheets {
        return Err(IngestError::new(
            IngestCode::TooLarge,
            format!("the workbook has {} sheets, more than the {} allowed", metadata.len(), caps.max_sheets),
        ));
    }
    let tables = metadata
        .into_iter()
        .filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet)
        .map(|sheet| TableRef { hidden: sheet.visible != SheetVisible::Visible, sheet: Some(sheet.name) })
        .collect();
    Ok((container, tables))
}

/// Shows the rows of one sheet to a visitor.
pub(crate) fn visit(
    path: &Path,
    container: Container,
    table: &TableRef,
    caps: &Caps,
    visitor: Visitor<'_>,
) -> Result<(), IngestError> {
    let sheet = table.sheet.as_deref().unwrap_or_default();
    match container {
        Container::Xlsx => visit_xlsx(path, sheet, caps, visitor),
        Container::Ods => {
            let range = open_ods(path)?.worksheet_range(sheet).map_err(|error| unreadable(&error))?;
            visit_range(&range, visitor)
        }
        _ => {
            let range = open_xls(path)?.worksheet_range(sheet).map_err(|error| unreadable(&error))?;
            visit_range(&range, visitor)
        }
    }
}

fn visit_xlsx(path: &Path, sheet: &str, caps: &Caps, visitor: Visitor<'_>) -> Result<(), IngestError> {
    let mut workbook = open_xlsx(path)?;
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(|error| unreadable(&error))?;
    let mut row = Row::default();
    let mut emitted: u64 = 0;
    row.begin(1);
    while let Some(cell) = cells.next_cell().map_err(|error| unreadable(&error))? {
        let (row_index, column) = cell.get_position();
        let number = row_index + 1;
        if number < row.number() {
            return Err(IngestError::new(
                IngestCode::WorkbookUnreadable,
                format!(
                    "sheet `{sheet}`: row {number} stands after row {}: save the workbook again",
                    row.number()
                ),
            ));
        }
        while row.number() < number {
            emitted += row.len() as u64 + 1;
            if visitor(&row)?.is_break() {
                return Ok(());
            }
            row.begin(row.number() + 1);
        }
        if emitted + u64::from(column) > caps.max_cells {
            return Err(IngestError::new(
                IngestCode::TooLarge,
                format!(
                    "sheet `{sheet}` spreads over more than {} cells: delete what stands far from the table",
                    caps.max_cells
                ),
            ));
        }
        while row.len() < column as usize {
            row.push("");
        }
        if row.len() == column as usize {
            row.push_with(|text| write_ref(cell.get_value(), text));
        }
    }
    if !row.is_empty() {
        // The last row: whether the visitor wants more makes no difference.
        let _ = visitor(&row)?;
    }
    Ok(())
}

fn visit_range(range: &Range<Data>, visitor: Visitor<'_>) -> Result<(), IngestError> {
    let Some((first_row, first_column)) = range.start() else { return Ok(()) };
    let mut row = Row::default();
    for number in 1..=first_row {
        row.begin(number);
        if visitor(&row)?.is_break() {
            return Ok(());
        }
    }
    for (index, cells) in range.rows().enumerate() {
        let offset = u32::try_from(index).unwrap_or(u32::MAX);
        row.begin(first_row.saturating_add(offset).saturating_add(1));
        for _ in 0..first_column {
            row.push("");
        }
        for cell in cells {
            row.push_with(|text| write_data(cell, text));
        }
        if visitor(&row)?.is_break() {
            return Ok(());
        }
    }
    Ok(())
}

fn write_ref(value: &DataRef<'_>, text: &mut String) {
    match value {
        DataRef::Int(number) => text.push_str(&number.to_string()),
        DataRef::Float(number) => write_number(*number, text),
        DataRef::String(string) | DataRef::DateTimeIso(string) | DataRef::DurationIso(string) => {
            text.push_str(string);
        }
        DataRef::SharedString(string) => text.push_str(string),
        DataRef::Bool(value) => text.push_str(if *value { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(moment) => write_moment(moment, text),
        DataRef::Error(error) => text.push_str(&error.to_string()),
        DataRef::Empty => {}
    }
}

fn write_data(value: &Data, text: &mut String) {
    match value {
        Data::Int(number) => text.push_str(&number.to_string()),
        Data::Float(number) => write_number(*number, text),
        Data::String(string) | Data::DateTimeIso(string) | Data::DurationIso(string) => text.push_str(string),
        Data::Bool(value) => text.push_str(if *value { "TRUE" } else { "FALSE" }),
        Data::DateTime(moment) => write_moment(moment, text),
        Data::Error(error) => text.push_str(&error.to_string()),
        Data::Empty => {}
    }
}

/// Workbooks keep numbers as binary fractions: the shortest decimal that means the same number is what the
/// person typed.
fn write_number(number: f64, text: &mut String) {
    text.push_str(&number.to_string());
}

/// A date as ISO 8601, with its time only if it has one.
fn write_moment(moment: &ExcelDateTime, text: &mut String) {
    match moment.as_datetime() {
        Some(civil) if !moment.is_duration() => {
            let format = if civil.time() == NaiveTime::MIN { "%Y-%m-%d" } else { "%Y-%m-%dT%H:%M:%S" };
            text.push_str(&civil.format(format).to_string());
        }
        _ => write_number(moment.as_f64(), text),
    }
}

fn check_xls(path: &Path, caps: &Caps) -> Result<Container, IngestError> {
    let bytes = std::fs::metadata(path).map_err(|error| IngestError::io(&error, path))?.len();
    if bytes > MAX_XLS_BYTES {
        return Err(IngestError::new(
            IngestCode::TooLarge,
            format!(
                "an XLS file of {bytes} bytes is more than the {MAX_XLS_BYTES} allowed: save it as XLSX or CSV"
            ),
        ));
    }
    xls::check(path, caps)?;
    Ok(Container::Xls)
}

/// Measures what a ZIP unpacks to and tells which spreadsheet format it is.
fn check_zip(path: &Path, caps: &Caps) -> Result<Container, IngestError> {
    let mut archive = zip::ZipArchive::new(open(path)?).map_err(|error| unreadable(&error))?;
    let has = |wanted: &str| archive.file_names().flatten().any(|name| name.eq_ignore_ascii_case(wanted));
    let is_xlsx = has("xl/workbook.xml");
    let is_ods = !is_xlsx && has("content.xml");
    if !is_xlsx && !is_ods {
        return Err(IngestError::new(
            IngestCode::WrongKind,
            "the file is a ZIP archive that is no workbook: unpack it and send the tables inside, one by one",
        ));
    }
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| unreadable(&error))?;
        let name = part.name().map_err(|error| unreadable(&error))?.to_ascii_lowercase();
        let streamed = is_xlsx && name.starts_with("xl/worksheets/");
        let bound = if streamed {
            BOMB_FLOOR.max(part.compressed_size().saturating_mul(BOMB_RATIO)).min(caps.max_document_bytes)
        } else {
            caps.max_unpacked_bytes
        };
        let unpacked =
            io::copy(&mut part.take(bound + 1), &mut io::sink()).map_err(|error| unreadable(&error))?;
        if unpacked > bound {
            return Err(IngestError::new(
                IngestCode::TooLarge,
                format!(
                    "the workbook's part `{name}` unpacks to more than {bound} bytes: send a smaller workbook or CSV"
                ),
            ));
        }
    }
    if is_xlsx {
        return Ok(Container::Xlsx);
    }
    ods::check(path, caps)?;
    Ok(Container::Ods)
}

pub(super) fn open(path: &Path) -> Result<BufReader<File>, IngestError> {
    Ok(BufReader::new(File::open(path).map_err(|error| IngestError::io(&error, path))?))
}

fn open_xlsx(path: &Path) -> Result<Xlsx<BufReader<File>>, IngestError> {
    Xlsx::new(open(path)?).map_err(|error| unreadable(&error))
}

fn open_xls(path: &Path) -> Result<Xls<BufReader<File>>, IngestError> {
    Xls::new(open(path)?).map_err(|error| unreadable(&error))
}

fn open_ods(path: &Path) -> Result<Ods<BufReader<File>>, IngestError> {
    Ods::new(open(path)?).map_err(|error| unreadable(&error))
}

pub(super) fn unreadable(error: &dyn std::error::Error) -> IngestError {
    IngestError::new(
        IngestCode::WorkbookUnreadable,
        format!(
            "the workbook cannot be read ({error}): it may be cut short, damaged or protected by a password; save it again or send CSV"
        ),
    )
}
