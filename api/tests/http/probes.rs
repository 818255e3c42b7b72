//! Whether the hub says rightly how it is.

use anchorhub_api::{http::HttpSettings, limits::Limits};
use anchorhub_store::{Database, LoadTx, Settings};
use axum::http::StatusCode;

use crate::{client::Hub, support};

#[tokio::test]
async fn a_migrated_hub_is_ready() {
    support::on_each_engine(async |database| {
        let hub = Hub::on(database, Limits::default(), HttpSettings::default());
        assert_eq!(hub.get("/healthz").await.json()["status"], "ok");
        let ready = hub.get("/readyz").await;
        assert_eq!((ready.status, ready.json()["dataVersion"].as_i64()), (StatusCode::OK, Some(0)));
    })
    .await;
}

/// A long load holds SQLite's only writer; the hub answers all the while, and says so.
#[tokio::test]
async fn a_hub_that_is_loading_is_ready() {
    support::on_each_engine(async |database| {
        let load = LoadTx::begin(&database).await.unwrap();
        let hub = Hub::on(database, Limits::default(), HttpSettings::default());
        assert_eq!(hub.get("/readyz").await.status, StatusCode::OK);
        drop(load);
    })
    .await;
}

#[tokio::test]
async fn a_hub_without_its_schema_is_not_ready() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("empty.db").display());
    let database = Database::connect(&Settings::new(url)).await.unwrap();
    let hub = Hub::on(database, Limits::default(), HttpSettings::default());
    let answer = hub.get("/readyz").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.json()["code"], "SCHEMA_OUTDATED");
    assert_eq!(hub.get("/healthz").await.status, StatusCode::OK, "the process lives all the same");
}

#[tokio::test]
async fn a_hub_without_its_database_is_not_ready() {
    let hub = Hub::new().await;
    hub.database.clone().close().await.unwrap();
    let answer = hub.get("/readyz").await;
    assert_eq!(
        (answer.status, answer.json()["code"].as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, Some("DATABASE_UNAVAILABLE"))
    );
}
