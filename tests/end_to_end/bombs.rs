//! Small files that would unfold to gigabytes.

use std::io::Write;

/// An OpenDocument sheet of a few hundred bytes that stands for sixteen billion cells.
pub(crate) fn ods() -> Vec<u8> {
    let sheet = r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>Acme Ltd</text:p></table:table-cell></table:table-row>"#;
    open_document(sheet)
}

/// One whose only cell holds more spaces than any memory.
pub(crate) fn spaces() -> Vec<u8> {
    open_document(
        r#"<table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="400000000000"/></text:p></table:table-cell></table:table-row>"#,
    )
}

fn open_document(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Spend">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#,
        ),
        ("content.xml", content.as_str()),
    ] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part begins");
        writer.write_all(bytes.as_bytes()).expect("a part is written");
    }
    writer.finish().expect("the archive ends").into_inner()
}

/// An XLS workbook of a few kilobytes with two cells, which stand as far apart as can be.
pub(crate) fn xls() -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| {
        let length = u16::try_from(data.len()).expect("a short record");
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    };
    let number = |row: u16, column: u16| {
        record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat())
    };
    let begin = record(0x0809, &[0, 6, 0x10, 0, 0, 0, 0, 0]);
    let globals = |place: u32| {
        let sheet = record(0x0085, &[&place.to_le_bytes()[..], &[0, 0, 1, 0, b'a']].concat());
        [begin.clone(), sheet, record(0x000A, &[])].concat()
    };
    let place = u32::try_from(globals(0).len()).expect("a short stream");
    let sheet = [begin.clone(), number(0, 0), number(u16::MAX, u16::MAX), record(0x000A, &[])].concat();
    compound(&[globals(place), sheet].concat(), &[3, 4, 5, 6, 7, 8, 9, END])
}

/// An XLS workbook whose directory goes round in a circle.
pub(crate) fn endless_xls() -> Vec<u8> {
    let mut bytes = compound(&[], &[3, 4, 5, 6, 7, 8, 9, END]);
    // What follows the directory, in the table of sectors, is the directory.
    bytes[516..520].copy_from_slice(&1_u32.to_le_bytes());
    bytes
}

const END: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;

/// A compound file: the table of sectors, the directory, and a stream of eight sectors named Workbook.
fn compound(stream: &[u8], chain: &[u32]) -> Vec<u8> {
    let words = |words: &[u32]| words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>();
    let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    file.resize(24, 0);
    file.extend([0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    file.resize(44, 0);
    file.extend(words(&[1, 1, 0, 4096, END, 0, END, 0, 0]));
    file.resize(512, 0xff);
    // The table: itself, the directory, and the stream.
    file.extend(words(&[0xFFFF_FFFD, END]));
    file.extend(words(chain));
    file.resize(1024, 0xff);
    for (name, start, bytes) in [("Root Entry", END, 0), ("Workbook", 2, 4096)] {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(64, 0);
        entry.extend([u8::try_from(2 * name.len() + 2).expect("a short name"), 0, 2, 1]);
        entry.extend(words(&[FREE, FREE, FREE]));
        entry.resize(116, 0);
        entry.extend(words(&[start, bytes, 0]));
        file.extend(entry);
    }
    file.resize(1536, 0);
    file.extend(stream);
    file.resize(1536 + 4096, 0);
    file
}
