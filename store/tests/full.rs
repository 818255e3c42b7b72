//! A disk that fills up during a load: nothing remains of it, and the same hub loads again.

#![allow(clippy::unwrap_used, reason = "test code")]

use anchorhub_entities::{VatBasis, payment};
use anchorhub_store::{Database, LoadTx, Settings, StoreErrorKind};
use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};

/// SQLite's own bound on the pages of a file: beyond it, the answer is that of a full disk.
const PAGES: u32 = 400;

fn payments(count: i32) -> Vec<payment::Model> {
    (1..=count)
        .map(|seq| payment::Model {
            institution_id: 1,
            document_id: 1,
            seq,
            row_no: seq,
            paid_on: NaiveDate::from_ymd_opt(2024, 4, 1).unwrap(),
            pence: i64::from(seq),
            vat_basis: VatBasis::Unknown,
            supplier_id: None,
            supplier_name_id: 1,
            department: Some("Housing".repeat(20)),
            purpose: None,
            category: None,
            transaction_no: None,
            contract_ref: None,
            flags: 0,
        })
        .collect()
}

#[tokio::test]
async fn a_full_disk_ends_one_load_and_not_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("hub.db").display());
    let database = Database::connect(&Settings::new(url)).await.unwrap();
    database.migrate().await.unwrap();
    let bound = |pages: u32| format!("PRAGMA max_page_count = {pages}");
    database.write().execute_unprepared(&bound(PAGES)).await.unwrap();

    let mut tx = LoadTx::begin(&database).await.unwrap();
    let error = tx.append_payments(payments(50_000)).await.unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Full, "{error}");
    drop(tx);
    assert_eq!(payment::Entity::find().count(database.write()).await.unwrap(), 0);

    database.write().execute_unprepared(&bound(u32::MAX / 4)).await.unwrap();
    let mut tx = LoadTx::begin(&database).await.unwrap();
    tx.append_payments(payments(50_000)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(payment::Entity::find().count(database.write()).await.unwrap(), 50_000);
    database.close().await.unwrap();
}
