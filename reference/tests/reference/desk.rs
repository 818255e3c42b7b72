//! A hub that reference data is loaded into.

use std::path::PathBuf;

use anchorhub_reference::{Kind, LoadFile, ReferenceError, Report, load_file, silent};
use anchorhub_store::Database;
use sea_orm::{ConnectionTrait, Statement};

pub(crate) struct Desk {
    pub(crate) database: Database,
    folder: tempfile::TempDir,
}

impl Desk {
    pub(crate) fn new(database: Database) -> Self {
        Self { database, folder: tempfile::tempdir().unwrap() }
    }

    /// Writes a file.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// What loads a file.
    pub(crate) fn request(&self, kind: Kind, path: PathBuf) -> LoadFile {
        LoadFile { kind, path, version: None, again: false, temporary: self.folder.path().join("tmp") }
    }

    pub(crate) async fn try_load(
        &self,
        kind: Kind,
        bytes: impl AsRef<[u8]>,
    ) -> Result<Report, ReferenceError> {
        let request = self.request(kind, self.file("file.csv", bytes));
        load_file(&self.database, &request, &silent()).await
    }

    pub(crate) async fn load(&self, kind: Kind, bytes: impl AsRef<[u8]>) -> Report {
        let report = self.try_load(kind, bytes).await.unwrap();
        assert_eq!(report.taken + report.rejected(), report.rows, "every row is accounted for: {report}");
        report
    }

    /// The text columns of a statement's rows, joined with `|`; NULL is `-`.
    pub(crate) async fn rows(&self, columns: &[&str], rest: &str) -> Vec<String> {
        let texts: Vec<String> =
            columns.iter().map(|column| format!("coalesce(CAST({column} AS TEXT), '-')")).collect();
        let sql = format!("SELECT {} FROM {rest}", texts.join(" || '|' || "));
        let statement = Statement::from_string(self.database.engine().backend(), sql);
        let rows = self.database.read().query_all_raw(statement).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
    }

    pub(crate) async fn count(&self, table: &str) -> i64 {
        let statement =
            Statement::from_string(self.database.engine().backend(), format!("SELECT count(*) FROM {table}"));
        let row = self.database.read().query_one_raw(statement).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    }

    pub(crate) async fn execute(&self, sql: &str) {
        self.database.write().execute_unprepared(sql).await.unwrap();
    }
}
