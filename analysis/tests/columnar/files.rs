//! Files of facts: a restart reads what has changed and nothing else, and no file is ever trusted.

use std::{fs, path::PathBuf, time::Duration};

use anchorhub_analysis::{ColumnarEngine, ColumnarSettings, SpendDimension, SpendPlan};
use anchorhub_store::Database;

use crate::{agree::compare, databases, world::World};

fn engine(database: &Database, folder: &std::path::Path) -> ColumnarEngine {
    let settings = ColumnarSettings { folder: Some(folder.join("analysis")), ..ColumnarSettings::default() };
    ColumnarEngine::new(database.clone(), settings)
}

/// Statements that the first state of a new engine takes.
async fn start(database: &Database, engine: &ColumnarEngine) -> u64 {
    let before = database.statements_read();
    engine.refresh().await.unwrap();
    database.statements_read() - before
}

async fn check(database: &Database, engine: &ColumnarEngine, when: &str) {
    let group_by =
        vec![SpendDimension::Institution, SpendDimension::Supplier, SpendDimension::CategoryDivision];
    compare(database, engine, &SpendPlan { group_by, first: 5_000, ..SpendPlan::default() }, when).await;
    let group_by = vec![SpendDimension::Month, SpendDimension::SupplierSize];
    compare(database, engine, &SpendPlan { group_by, first: 5_000, ..SpendPlan::default() }, when).await;
}

fn files(folder: &std::path::Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder.join("analysis")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[tokio::test]
async fn a_restart_reads_only_what_has_changed() {
    databases::on_each_engine(async |database| {
        let folder = tempfile::tempdir().unwrap();
        let mut world = World::new(&database, 5).await;
        let first = engine(&database, folder.path());
        let cold = start(&database, &first).await;
        first.close().await.unwrap();
        let institutions = files(folder.path()).len();
        assert!(institutions >= 3, "{institutions} files");

        let second = engine(&database, folder.path());
        let warm = start(&database, &second).await;
        assert_eq!(warm + u64::try_from(institutions).unwrap(), cold, "a statement for each institution");
        check(&database, &second, "after a restart").await;

        // What happens while nobody looks is found by the next start.
        for _ in 0..12 {
            world.step().await;
        }
        let third = engine(&database, folder.path());
        let changed = start(&database, &third).await;
        assert!(changed > warm);
        check(&database, &third, "after a restart over changes").await;
        third.save().await.unwrap();
        assert_eq!(start(&database, &engine(&database, folder.path())).await, warm);
    })
    .await;
}

#[tokio::test]
async fn damaged_and_foreign_files_are_read_from_the_database() {
    databases::on_each_engine(async |database| {
        let folder = tempfile::tempdir().unwrap();
        World::new(&database, 6).await;
        let first = engine(&database, folder.path());
        start(&database, &first).await;
        first.save().await.unwrap();
        let paths = files(folder.path());
        let whole = fs::read(&paths[0]).unwrap();
        let mut flipped = whole.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 1;
        let spoiled: [&[u8]; 4] = [&flipped, &whole[..whole.len() - 9], b"not ours", b""];
        for bytes in spoiled {
            fs::write(&paths[0], bytes).unwrap();
            check(&database, &restarted(&database, folder.path()).await, "with a damaged file").await;
        }
        // The file of another institution under this name.
        fs::copy(&paths[1], &paths[0]).unwrap();
        check(&database, &restarted(&database, folder.path()).await, "with a file that was renamed").await;
        // A folder where a file should be.
        fs::remove_file(&paths[0]).unwrap();
        fs::create_dir(&paths[0]).unwrap();
        let engine = restarted(&database, folder.path()).await;
        check(&database, &engine, "with a folder for a file").await;
        engine.save().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn files_are_written_and_removed_by_themselves() {
    databases::on_each_engine(async |database| {
        let folder = tempfile::tempdir().unwrap();
        let mut world = World::new(&database, 9).await;
        let settings = ColumnarSettings {
            folder: Some(folder.path().join("analysis")),
            save_after: Duration::ZERO,
            ..ColumnarSettings::default()
        };
        let engine = ColumnarEngine::new(database.clone(), settings);
        let written = async |done: &dyn Fn(usize) -> bool| {
            // However slow the machine is: it comes, or the test never ends.
            while !(folder.path().join("analysis").exists() && done(files(folder.path()).len())) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let size = engine.refresh().await.unwrap();
        assert!(size.payments > 0);
        written(&|files| files >= 3).await;
        while world.delete().await == "delete" {}
        assert_eq!(engine.refresh().await.unwrap().payments, 0);
        written(&|files| files == 0).await;
    })
    .await;
}

async fn restarted(database: &Database, folder: &std::path::Path) -> ColumnarEngine {
    let engine = engine(database, folder);
    engine.refresh().await.unwrap();
    engine
}

#[tokio::test]
async fn files_of_another_hub_are_of_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    databases::on_each_engine(async |database| {
        // The second database finds the files of the first, with the same keys of documents, names and institutions.
        let seed = if files_exist(folder.path()) { 8 } else { 7 };
        World::new(&database, seed).await;
        let engine = restarted(&database, folder.path()).await;
        check(&database, &engine, "beside the files of another hub").await;
        engine.save().await.unwrap();
    })
    .await;
}

fn files_exist(folder: &std::path::Path) -> bool {
    folder.join("analysis").exists()
}
