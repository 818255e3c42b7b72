//! Files as publishers ship them: in a ZIP, compressed, in old encodings; and what is too large to be one.

use std::io::Write as _;

use anchorhub_reference::Kind;
use flate2::{Compression, write::GzEncoder};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{desk::Desk, editions::directory, support::on_each_engine};

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[tokio::test]
async fn archives_are_looked_into() {
    let text = directory(1000, "E08000025");
    let bytes = text.as_bytes();
    let piece = directory(300, "E08000025");
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        let load = async |packed: Vec<u8>| desk.try_load(Kind::Postcodes, packed).await;
        let report = load(zip(&[("BasicData.csv", bytes)])).await.unwrap();
        assert_eq!((report.taken, report.entry.as_deref()), (1000, Some("BasicData.csv")));
        // As ONS ships its directory: beside lists of codes, and the same rows once more in pieces.
        let report = load(zip(&[
            ("User Guide/guide.pdf", b"%PDF"),
            ("Documents/names.csv", b"LAD23CD,LAD23NM\nE08000025,Birmingham\n"),
            ("Data/ONSPD.csv", bytes),
            ("Data/multi_csv/ONSPD_AB.csv", piece.as_bytes()),
            ("Data/multi_csv/ONSPD_B.csv", piece.as_bytes()),
        ]))
        .await
        .unwrap();
        assert_eq!(report.entry.as_deref(), Some("Data/ONSPD.csv"));

        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(bytes).unwrap();
        let packed = gzip.finish().unwrap();
        assert_eq!(load(packed.clone()).await.unwrap().taken, 1000);

        for (packed, code) in [
            (zip(&[("one.csv", bytes), ("two.csv", bytes)]), "WRONG_KIND"),
            (zip(&[("xl/workbook.xml", b"<workbook/>")]), "WRONG_KIND"),
            (zip(&[]), "WRONG_KIND"),
            (b"PK\x03\x04 cut short".to_vec(), "NOT_DATA"),
            (packed[..packed.len() / 2].to_vec(), "NOT_DATA"),
        ] {
            let error = load(packed).await.unwrap_err();
            assert_eq!(error.code(), code, "{error}");
        }
        let mut endless = b"pcds,laua\n\"".to_vec();
        endless.resize(40 << 20, b'x');
        assert_eq!(load(endless).await.unwrap_err().code(), "RECORD_TOO_LONG");
    })
    .await;
}

#[tokio::test]
async fn old_encodings_and_control_characters_are_read() {
    let file = b"CompanyName, CompanyNumber,CompanyStatus\r\nCAF\xc9 LTD,01234567,Active\r\n\"TWO\r\nLINES \x07LTD\",01234568,Active\r\n";
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        desk.load(Kind::CompaniesHouse, file).await;
        assert_eq!(desk.rows(&["name"], "organisation ORDER BY number").await, ["CAFÉ LTD", "TWO LINES LTD"]);
    })
    .await;
}
