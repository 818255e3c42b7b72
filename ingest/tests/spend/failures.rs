//! Bad input: a clear coded error each, and nothing half-loaded.

use std::io::Write;

use anchorhub_ingest::ReceiptStatus;

use crate::{desk::Desk, support::on_each_engine};

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn workbook(sheet: &[u8]) -> Vec<u8> {
    zip(&[
        (
            "[Content_Types].xml",
            br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

fn sheet(rows: &str) -> Vec<u8> {
    format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#).into_bytes()
}

/// A table of payments with a stray cell at the far right of each row: sixteen thousand columns each.
fn wide_sheet() -> Vec<u8> {
    let text = |cell: &str, text: &str| format!(r#"<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let mut rows = format!(
        r#"<row r="1">{}{}{}</row>"#,
        text("A1", "Date"),
        text("B1", "Supplier"),
        text("C1", "Amount")
    );
    for row in 2..=20_000 {
        rows += &format!(
            r#"<row r="{row}">{}{}<c r="C{row}"><v>1</v></c><c r="XFD{row}"><v>1</v></c></row>"#,
            text(&format!("A{row}"), "01/04/2024"),
            text(&format!("B{row}"), "Acme Ltd"),
        );
    }
    workbook(&sheet(&rows))
}

/// A small file whose sheet unpacks to hundreds of megabytes.
fn deep_sheet() -> Vec<u8> {
    let mut text = sheet("");
    text.extend(std::iter::repeat_n(b' ', 200 << 20));
    workbook(&text)
}

#[tokio::test]
async fn bad_input_is_refused_with_its_reason() {
    let good = workbook(&sheet(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Date</t></is></c></row>"#));
    let mut noise: u32 = 1;
    let junk: Vec<u8> = (0..50_000)
        .map(|_| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            noise.to_be_bytes()[0]
        })
        .collect();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty.csv", Vec::new(), "EMPTY_FILE"),
        ("blank.csv", b" \r\n\r\n \n".to_vec(), "EMPTY_FILE"),
        ("junk.csv", junk, "NOT_DATA"),
        ("page.csv", b"<!DOCTYPE html>\n<html><body>404</body></html>".to_vec(), "HTML_PAGE"),
        ("truncated.xlsx", good[..good.len() / 2].to_vec(), "WORKBOOK_UNREADABLE"),
        ("wide.xlsx", wide_sheet(), "TOO_LARGE"),
        ("deep.xlsx", deep_sheet(), "TOO_LARGE"),
        ("other.xlsx", zip(&[("letter.txt", b"Dear all")]), "WRONG_KIND"),
        (
            "damaged.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and then nothing of use".repeat(20),
            "WORKBOOK_UNREADABLE",
        ),
        ("line.csv", vec![b'x'; 8 << 20], "RECORD_TOO_LONG"),
        ("columns.csv", vec![b','; 100_000], "TOO_MANY_COLUMNS"),
        ("letter.csv", b"Dear all,\nplease find the data attached.\nRegards, Ann\n".to_vec(), "NO_TABLE"),
        ("headings.csv", b"Date,Supplier,Amount\n".repeat(3_000), "NO_TABLE"),
        ("releases.json", br#"{"releases": []}"#.to_vec(), "WRONG_KIND"),
    ];
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        for (name, bytes, code) in &cases {
            let path = desk.file(name, bytes);
            let receipt = desk.take(&path).await;
            let error = receipt.error.unwrap_or_else(|| panic!("{name} was taken"));
            assert_eq!(
                (receipt.status, error.code.as_str()),
                (Some(ReceiptStatus::Failed), *code),
                "{name}: {}",
                error.message
            );
            assert!(error.message.len() > 20, "{name}: {}", error.message);
        }
        assert_eq!(desk.payments().await, (0, 0));
        let failed = cases.len() as i64;
        assert_eq!(
            desk.number("SELECT count(*) FROM document WHERE status = 'FAILED' AND error_code IS NOT NULL")
                .await,
            failed
        );
        assert_eq!(desk.number("SELECT count(*) FROM supplier").await, 0);
        assert_eq!(desk.number("SELECT count(*) FROM ingest_run WHERE state = 'FAILED'").await, failed);
        // No temporary file is left behind.
        assert_eq!(std::fs::read_dir(desk.path("tmp")).unwrap().count(), 0);
    })
    .await;
}

#[tokio::test]
async fn unknown_institutions_and_missing_files_are_refused() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let file = desk.file("april.csv", "Date,Supplier,Amount\n01/04/2024,Acme,1\n");
        let error = desk.ingest("GB-LAE-AAB", &[&file], None).await.unwrap_err();
        assert_eq!(error.code(), "UNKNOWN_INSTITUTION");
        assert!(error.to_string().contains("GB-LAE-AAA"), "{error}");
        let missing = desk.path("missing.csv");
        assert_eq!(desk.ingest("GB-LAE-AAA", &[&missing], None).await.unwrap_err().code(), "FILE_NOT_FOUND");
        assert_eq!(desk.number("SELECT count(*) FROM feed").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_bad_file_does_not_stop_the_others() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        desk.file("in/a.csv", "Date,Supplier,Amount\n01/04/2024,Acme,1\n02/04/2024,Acme,2\n");
        desk.file("in/b.csv", "");
        desk.file("in/deeper/c.csv", "Date,Supplier,Amount\n01/05/2024,Acme,4\n02/05/2024,Acme,8\n");
        desk.file("in/.hidden", "not data");
        let receipts = desk.ingest("GB-LAE-AAA", &[&desk.path("in")], None).await.unwrap();
        let statuses: Vec<_> = receipts.iter().map(|receipt| receipt.status.unwrap()).collect();
        assert_eq!(statuses, [ReceiptStatus::Loaded, ReceiptStatus::Failed, ReceiptStatus::Loaded]);
        assert_eq!(desk.payments().await, (4, 1_500));
    })
    .await;
}
