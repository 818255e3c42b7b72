//! The smallest Office Open XML workbook that spreadsheets and readers take: sheets of texts, numbers and dates.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use chrono::NaiveDate;
use zip::{DateTime, ZipWriter, write::SimpleFileOptions};

use crate::calendar::serial_day;

/// A cell of a workbook.
pub(crate) enum Cell {
    Empty,
    Text(String),
    /// An amount in pence, shown in pounds.
    Amount(i64),
    Date(NaiveDate),
}

impl Cell {
    /// A text; an empty one is an empty cell.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

/// A sheet of a workbook: name and rows.
pub(crate) type WorkbookSheet = (String, Vec<Vec<Cell>>);

const CONTENT_TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PROLOGUE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Styles by number: 0 is plain, 1 a date (format 14), 2 an amount with thousands (format 4).
const STYLES: &str = "<fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills>\
<borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>\
<cellXfs count=\"3\"><xf/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/><xf numFmtId=\"4\" applyNumberFormat=\"1\"/></cellXfs>";

/// The bytes of a workbook whose sheets have at most 26 columns.
pub(crate) fn bytes(sheets: &[WorkbookSheet]) -> Result<Vec<u8>, String> {
    let mut types = format!(
        "<Types xmlns=\"{PACKAGE}/content-types\">\
        <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
        <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
        <Override PartName=\"/xl/workbook.xml\" ContentType=\"{CONTENT_TYPES}.sheet.main+xml\"/>\
        <Override PartName=\"/xl/styles.xml\" ContentType=\"{CONTENT_TYPES}.styles+xml\"/>"
    );
    let mut listed = String::new();
    let mut relations = relationship("styles", &format!("{OFFICE}/styles"), "styles.xml");
    let mut parts = Vec::new();
    for (number, (name, rows)) in (1..).zip(sheets) {
        let part = format!("worksheets/sheet{number}.xml");
        // Writing to a String cannot fail.
        let _ = write!(
            types,
            "<Override PartName=\"/xl/{part}\" ContentType=\"{CONTENT_TYPES}.worksheet+xml\"/>"
        );
        let _ = write!(listed, "<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"s{number}\"/>", escaped(name));
        relations.push_str(&relationship(&format!("s{number}"), &format!("{OFFICE}/worksheet"), &part));
        parts.push((format!("xl/{part}"), sheet_xml(rows)));
    }
    let root = relationship("workbook", &format!("{OFFICE}/officeDocument"), "xl/workbook.xml");
    // The content types stand first: some programs tell a workbook by that.
    let mut all = vec![
        ("[Content_Types].xml".to_owned(), types + "</Types>"),
        ("_rels/.rels".to_owned(), relationships(&root)),
        (
            "xl/workbook.xml".to_owned(),
            format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{listed}</sheets></workbook>"),
        ),
        ("xl/_rels/workbook.xml.rels".to_owned(), relationships(&relations)),
        ("xl/styles.xml".to_owned(), format!("<styleSheet xmlns=\"{MAIN}\">{STYLES}</styleSheet>")),
    ];
    all.append(&mut parts);
    pack(&all).map_err(|error| error.to_string())
}

fn pack(parts: &[(String, String)]) -> zip::result::ZipResult<Vec<u8>> {
    // A fixed time, so that the same sheets give the same bytes.
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(name.as_str(), options)?;
        archive.write_all(PROLOGUE.as_bytes())?;
        archive.write_all(content.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn relationship(id: &str, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
}

fn relationships(inner: &str) -> String {
    format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{inner}</Relationships>")
}

fn sheet_xml(rows: &[Vec<Cell>]) -> String {
    let mut xml = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>");
    for (number, row) in (1..).zip(rows) {
        let _ = write!(xml, "<row r=\"{number}\">");
        for (letter, cell) in ('A'..='Z').zip(row) {
            let place = format!("{letter}{number}");
            let _ = match cell {
                Cell::Empty => Ok(()),
                Cell::Text(text) => write!(
                    xml,
                    "<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                    escaped(text)
                ),
                Cell::Amount(pence) => {
                    write!(xml, "<c r=\"{place}\" s=\"2\"><v>{}</v></c>", crate::notation::plain(*pence))
                }
                Cell::Date(day) => write!(xml, "<c r=\"{place}\" s=\"1\"><v>{}</v></c>", serial_day(*day)),
            };
        }
        xml.push_str("</row>");
    }
    xml.push_str("</sheetData></worksheet>");
    xml
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
