//! A hub with an ingestor and files to give it.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anchorhub_entities::{Period, feed::FeedKind};
use anchorhub_ingest::{
    Archive, Caps, IngestError, IngestRequest, Ingestor, Receipt,
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

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    pub(crate) async fn ingest(
        &self,
        institution: &str,
        paths: &[&Path],
        period: Option<&str>,
    ) -> Result<Vec<Receipt>, IngestError> {
        let request = IngestRequest {
            paths: paths.iter().map(|path| path.to_path_buf()).collect(),
            institution: institution.parse().unwrap(),
            kind: FeedKind::Spend,
            feed: None,
            period: period.map(|period| period.parse::<Period>().unwrap()),
        };
        let progress: Arc<dyn Progress> = Arc::new(Silent);
        let mut receipts = Vec::new();
        self.ingestor
            .ingest_paths(&request, &progress, &mut |receipt| receipts.push(receipt.clone()))
            .await?;
        Ok(receipts)
    }

    /// Ingests one file for Ashmere and gives its receipt.
    pub(crate) async fn take(&self, path: &Path) -> Receipt {
        self.ingest("GB-LAE-AAA", &[path], None).await.unwrap().remove(0)
    }

    /// The single integer that a query gives.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        let statement = Statement::from_string(self.database.engine().backend(), sql.to_owned());
        let row = self.database.write().query_one_raw(statement).await.unwrap().unwrap();
        row.try_get_by_index::<i64>(0).unwrap()
    }

    /// Number and signed sum of the payments in the hub.
    pub(crate) async fn payments(&self) -> (i64, i64) {
        let net = "SELECT CAST(coalesce(sum(pence), 0) AS BIGINT) FROM payment";
        (self.number("SELECT count(*) FROM payment").await, self.number(net).await)
    }
}
