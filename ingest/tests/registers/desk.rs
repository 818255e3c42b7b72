//! A hub with an ingestor, and registers to give it.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use anchorhub_entities::{Period, feed::FeedKind};
use anchorhub_ingest::{
    Archive, Caps, IngestRequest, Ingestor, Receipt, ReceiptStatus, RegisterReceipt,
    progress::{Progress, Silent},
    reference::{self, ReferenceKind},
};
use anchorhub_store::Database;
use sea_orm::{ConnectionTrait, Statement};
use tempfile::TempDir;

/// Bodies of the tests.
const INSTITUTIONS: &str = "org_id,name,kind,home_area\n\
    GB-LAE-AAA,Ashmere Council,COUNCIL,\n\
    GB-LAE-BBB,Birkvale Council,COUNCIL,\n";

/// Where a test works.
pub(crate) struct Desk {
    pub(crate) database: Database,
    pub(crate) ingestor: Ingestor,
    folder: TempDir,
}

impl Desk {
    pub(crate) async fn new(database: Database) -> Self {
        reference::load_text(&database, ReferenceKind::Institutions, "institutions.csv", INSTITUTIONS)
            .await
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::local(&folder.path().join("archive")).unwrap();
        let (temporary, adapters) = (folder.path().join("tmp"), folder.path().join("adapters"));
        let ingestor =
            Ingestor::new(database.clone(), archive, temporary, adapters, Caps::default()).unwrap();
        Self { database, ingestor, folder }
    }

    /// Writes a file.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    pub(crate) async fn ingest(
        &self,
        institution: &str,
        kind: FeedKind,
        path: &Path,
        period: Option<&str>,
    ) -> Receipt {
        let request = IngestRequest {
            paths: vec![path.to_owned()],
            institution: institution.parse().unwrap(),
            kind,
            feed: None,
            period: period.map(|period| period.parse::<Period>().unwrap()),
        };
        let progress: Arc<dyn Progress> = Arc::new(Silent);
        let mut receipts = Vec::new();
        self.ingestor
            .ingest_paths(&request, &progress, &mut |receipt| receipts.push(receipt.clone()))
            .await
            .unwrap();
        receipts.remove(0)
    }

    /// Ingests one file as a register of Ashmere and gives its receipt.
    pub(crate) async fn take(&self, path: &Path) -> Receipt {
        self.ingest("GB-LAE-AAA", FeedKind::Contracts, path, None).await
    }

    /// Ingests the text of a register of Ashmere and gives what was read; it has to be taken.
    pub(crate) async fn load(&self, name: &str, content: impl AsRef<[u8]>) -> RegisterReceipt {
        let receipt = self.take(&self.file(name, content)).await;
        let taken = matches!(receipt.status, Some(ReceiptStatus::Loaded | ReceiptStatus::Replaced));
        assert!(taken, "{:?}", receipt.error);
        let register = receipt.register().unwrap().clone();
        let figures = &register.figures;
        assert_eq!(figures.rows, figures.contracts + figures.rejected + figures.blank);
        register
    }

    /// The single integer that a query gives.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        let statement = Statement::from_string(self.database.engine().backend(), sql.to_owned());
        let row = self.database.write().query_one_raw(statement).await.unwrap().unwrap();
        row.try_get_by_index::<i64>(0).unwrap()
    }

    /// The texts that a query gives, one a row; nothing as `-`.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        let statement = Statement::from_string(self.database.engine().backend(), sql.to_owned());
        let rows = self.database.write().query_all_raw(statement).await.unwrap();
        rows.iter()
            .map(|row| row.try_get_by_index::<Option<String>>(0).unwrap().unwrap_or_else(|| "-".to_owned()))
            .collect()
    }

    /// What is held of contracts, by row of the register: columns joined by `|`, nothing as `-`.
    pub(crate) async fn contracts(&self, columns: &[&str]) -> Vec<String> {
        let parts: Vec<String> =
            columns.iter().map(|column| format!("coalesce(CAST({column} AS TEXT), '-')")).collect();
        self.texts(&format!("SELECT {} FROM contract ORDER BY row_no, id", parts.join(" || '|' || "))).await
    }
}

/// A workbook of one sheet with text cells.
pub(crate) fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut sheet = String::new();
    for (row, number) in rows.iter().zip(1..) {
        sheet += &format!(r#"<row r="{number}">"#);
        for (cell, column) in row.iter().zip('A'..='Z') {
            if let Some(number_cell) = cell.strip_prefix('=') {
                sheet += &format!(r#"<c r="{column}{number}"><v>{number_cell}</v></c>"#);
            } else if !cell.is_empty() {
                sheet += &format!(r#"<c r="{column}{number}" t="inlineStr"><is><t>{cell}</t></is></c>"#);
            }
        }
        sheet += "</row>";
    }
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{sheet}</sheetData></worksheet>"#
    );
    let parts: [(&str, &str); 5] = [
        (
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Register" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", &sheet),
    ];
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
