//! What kind of file the first bytes announce.

use super::{Container, encoding::ByteCensus};
use crate::{Caps, IngestCode, IngestError};

/// Bytes looked at to tell container and delimiter.
pub(crate) const HEAD_BYTES: u64 = 256 << 10;

/// Byte-order marks of UTF-8, of UTF-8 encoded twice, and of UTF-16.
const MARKS: [&[u8]; 4] = [b"\xc3\xaf\xc2\xbb\xc2\xbf", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];

/// Length of the byte-order mark at the start; some files carry two.
pub(crate) fn byte_order_mark(head: &[u8]) -> u64 {
    let mut skip = 0;
    while let Some(mark) = MARKS.iter().find(|mark| head[skip..].starts_with(mark)) {
        skip += mark.len();
    }
    skip as u64
}

pub(crate) fn check_size(bytes: u64, caps: &Caps) -> Result<(), IngestError> {
    if bytes == 0 {
        return Err(IngestError::new(IngestCode::EmptyFile, "the file is empty: send the file again"));
    }
    if bytes > caps.max_document_bytes {
        return Err(IngestError::new(
            IngestCode::TooLarge,
            format!(
                "the file has {bytes} bytes, more than the {} allowed: split it by month",
                caps.max_document_bytes
            ),
        ));
    }
    Ok(())
}

/// The container, by the magic numbers of its format; anything that is no known binary is text.
pub(crate) fn container(head: &[u8]) -> Result<Container, IngestError> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        // Which of the ZIP formats it is, its directory tells; see `workbook`.
        return Ok(Container::Xlsx);
    }
    if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Ok(Container::Xls);
    }
    let wrong = |what: &str| {
        Err(IngestError::new(
            IngestCode::WrongKind,
            format!("the file is {what}, not a table: send CSV, XLSX, XLS or ODS"),
        ))
    };
    match head {
        _ if starts(b"%PDF") => wrong("a PDF"),
        _ if starts(b"\x1f\x8b") => wrong("compressed with gzip"),
        _ if starts(b"7z\xbc\xaf\x27\x1c") => wrong("a 7-Zip archive"),
        _ if starts(b"Rar!") => wrong("a RAR archive"),
        _ => text_kind(head, wrong),
    }
}

fn text_kind(
    head: &[u8],
    wrong: impl Fn(&str) -> Result<Container, IngestError>,
) -> Result<Container, IngestError> {
    let skip = usize::try_from(byte_order_mark(head)).unwrap_or(0);
    let text = head[skip..].trim_ascii_start();
    let opening: Vec<u8> = text.iter().take(2000).map(u8::to_ascii_lowercase).collect();
    let has = |needle: &[u8]| opening.windows(needle.len()).any(|window| window == needle);
    if opening.starts_with(b"<")
        && (has(b"<html") || has(b"<!doctype html") || has(b"<head") || has(b"<body"))
    {
        return Err(IngestError::new(
            IngestCode::HtmlPage,
            "the file is a web page, perhaps an error or log-in page saved in place of the data: download the data again",
        ));
    }
    if opening.starts_with(b"<?xml") {
        return wrong("XML");
    }
    if (opening.starts_with(b"{") && has(b"\"")) || opening.starts_with(b"[{") {
        return wrong("JSON");
    }
    Ok(Container::Csv)
}

/// Refuses bytes that no text encoding explains.
pub(crate) fn check_text(head: &[u8], census: &ByteCensus) -> Result<(), IngestError> {
    if head.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) && census.bytes <= head.len() as u64 {
        return Err(IngestError::new(
            IngestCode::EmptyFile,
            "the file holds nothing but white space: send the file again",
        ));
    }
    let utf16 =
        head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") || census.nuls > census.bytes / 4;
    let controls = if utf16 { census.controls.saturating_sub(census.nuls) } else { census.controls };
    if controls > 8 + census.bytes / 200 || (!utf16 && census.nuls > 8 + census.bytes / 1000) {
        return Err(IngestError::new(
            IngestCode::NotData,
            "the bytes are neither text nor a known workbook: send CSV, XLSX, XLS or ODS",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_content() {
        let code = |head: &[u8]| container(head).map_err(|error| error.code());
        assert_eq!(code(b"Date,Supplier,Amount\n"), Ok(Container::Csv));
        assert_eq!(code(b"PK\x03\x04.."), Ok(Container::Xlsx));
        assert_eq!(code(b"  \n<!DOCTYPE html><html><body>404"), Err("HTML_PAGE"));
        assert_eq!(code(b"\xef\xbb\xbf<html>"), Err("HTML_PAGE"));
        assert_eq!(code(b"%PDF-1.7"), Err("WRONG_KIND"));
        assert_eq!(code(b"{\"releases\": []}"), Err("WRONG_KIND"));
        assert_eq!(byte_order_mark("\u{feff}a".as_bytes()), 3);
        assert_eq!(byte_order_mark("ï»¿a".as_bytes()), 6);
    }
}
