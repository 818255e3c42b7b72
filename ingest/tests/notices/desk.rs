//! A hub with an ingestor, and files of releases to give it.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anchorhub_entities::feed::FeedKind;
use anchorhub_ingest::{
    Archive, Caps, IngestError, Ingestor, Receipt, ReceiptStatus, ReleasesReceipt,
    feeds::{self, FeedSetup},
    progress::{Progress, Silent},
    reference::{self, ReferenceKind},
};
use anchorhub_store::Database;
use sea_orm::{ConnectionTrait, Statement};
use tempfile::TempDir;

/// Bodies of the tests.
pub(crate) const INSTITUTIONS: &str = "org_id,name,kind,home_area\n\
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
        Self::with(database, Caps::default()).await
    }

    pub(crate) async fn with(database: Database, caps: Caps) -> Self {
        reference::load_text(&database, ReferenceKind::Institutions, "institutions.csv", INSTITUTIONS)
            .await
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::local(&folder.path().join("archive")).unwrap();
        let (temporary, adapters) = (folder.path().join("tmp"), folder.path().join("adapters"));
        let ingestor = Ingestor::new(database.clone(), archive, temporary, adapters, caps).unwrap();
        Self { database, ingestor, folder }
    }

    /// Writes a file.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Ingests one file as releases that Ashmere sends.
    pub(crate) async fn take(&self, path: &Path) -> Receipt {
        let setup = FeedSetup::new("GB-LAE-AAA".parse().unwrap(), FeedKind::Ocds, "ocds");
        let feed = feeds::set_up(&self.database, &setup).await.unwrap();
        let progress: Arc<dyn Progress> = Arc::new(Silent);
        // Not by `ingest_paths`, which works the marks for linking off at once.
        let mut run = self.ingestor.open_run(&feed).await.unwrap();
        let receipt = self.ingestor.take(&mut run, path, None, &progress).await.unwrap();
        self.ingestor.end_run(run, Ok::<(), IngestError>(())).await.unwrap();
        receipt
    }

    /// Ingests releases, one a line, and gives what was read; they have to be loaded.
    pub(crate) async fn load(&self, name: &str, releases: &[impl AsRef<str>]) -> ReleasesReceipt {
        let lines: Vec<&str> = releases.iter().map(AsRef::as_ref).collect();
        let receipt = self.take(&self.file(name, lines.join("\n"))).await;
        assert_eq!(receipt.status, Some(ReceiptStatus::Loaded), "{:?}", receipt.error);
        receipt.releases().unwrap().clone()
    }

    /// Runs a statement.
    pub(crate) async fn execute(&self, sql: &str) {
        self.database.write().execute_unprepared(sql).await.unwrap();
    }

    /// Takes in a file of institutions.
    pub(crate) async fn institutions(&self, rows: &str) {
        let text = format!("org_id,name,kind,home_area,aliases\n{rows}");
        reference::load_text(&self.database, ReferenceKind::Institutions, "institutions.csv", &text)
            .await
            .unwrap();
    }

    /// The single integer that a query gives.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        self.row(sql).await.try_get_by_index::<i64>(0).unwrap()
    }

    async fn row(&self, sql: &str) -> sea_orm::QueryResult {
        let statement = Statement::from_string(self.database.engine().backend(), sql.to_owned());
        self.database.write().query_one_raw(statement).await.unwrap().unwrap()
    }

    /// The texts that a query gives, one a row.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        let statement = Statement::from_string(self.database.engine().backend(), sql.to_owned());
        let rows = self.database.write().query_all_raw(statement).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
    }
}
