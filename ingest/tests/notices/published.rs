//! Files as published: every one of them loads.

use std::path::{Path, PathBuf};

use anchorhub_ingest::ReceiptStatus;

use crate::{desk::Desk, support::on_each_engine, tables};

/// Tables that the published files fill.
const FILLED: [&str; 11] = [
    "process_buyer",
    "process_category",
    "process_place",
    "lot",
    "award_criterion",
    "award",
    "award_supplier",
    "contract",
    "contract_supplier",
    "related_process",
    "unmapped_path",
];

/// Files of a folder of the shared material; none, with a word, when it is not there.
fn files(folder: &str) -> Vec<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/ocds").join(folder);
    let Ok(entries) = std::fs::read_dir(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[tokio::test]
async fn every_published_file_loads() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let mut stored = 0;
        for folder in ["find-a-tender", "contracts-finder"] {
            for file in files(folder) {
                let receipt = desk.take(&file).await;
                assert_eq!(receipt.status, Some(ReceiptStatus::Loaded), "{:?}", receipt.error);
                let read = receipt.releases().unwrap();
                assert!(read.stored > 0, "{}: {read:?}", file.display());
                assert_eq!(read.rejected, 0, "{}: {read:?}", file.display());
                assert_eq!(read.releases, read.stored + read.known, "{}: {read:?}", file.display());
                assert!(read.processes > 0 && read.processes <= read.stored, "{}: {read:?}", file.display());
                stored += i64::try_from(read.stored).unwrap();
            }
        }
        // Every release is held, and is a notice of its process unless a corrected one stands in its place.
        assert_eq!(desk.number("SELECT count(*) FROM release").await, stored);
        assert_eq!(
            desk.number("SELECT count(*) FROM notice").await,
            desk.number("SELECT count(*) FROM release WHERE superseded_by IS NULL").await
        );
        assert_eq!(
            desk.number("SELECT count(*) FROM contracting_process").await,
            desk.number("SELECT count(DISTINCT ocid) FROM release").await
        );
        if stored > 0 {
            for table in FILLED {
                assert!(desk.number(&format!("SELECT count(*) FROM {table}")).await > 0, "{table} is empty");
            }
        }
        // Nothing hangs on a process or contract that is not there.
        tables::told(&desk).await;
    })
    .await;
}
