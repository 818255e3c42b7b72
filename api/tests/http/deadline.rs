//! A query that takes too long, and one that nobody waits for any more, stop in the database too.

use std::time::{Duration, Instant};

use anchorhub_api::limits::Limits;
use anchorhub_store::{Database, Engine};
use axum::http::StatusCode;
use sea_orm::{
    FromQueryResult,
    sea_query::{Alias, Expr, Query as Sql},
};
use serde_json::json;
use tokio::{io::AsyncWriteExt as _, net::TcpStream, time};

use crate::{
    client::{Hub, JSON, hasty},
    server, support,
};

#[derive(FromQueryResult)]
struct Number {
    n: i64,
}

/// Statements of other connections that run the endless query, as PostgreSQL sees them; on SQLite, where
/// there is one reader, whether it can be had (it cannot while a statement runs on it).
async fn running(database: &Database) -> i64 {
    let count = match database.engine() {
        Engine::Sqlite => "0",
        Engine::Postgres => {
            "(SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' \
              AND pid <> pg_backend_pid() AND query LIKE '%generate_series%')"
        }
    };
    let select =
        Sql::select().expr_as(Expr::cust(format!("CAST({count} AS BIGINT)")), Alias::new("n")).to_owned();
    database.fetch::<Number>(&select).await.unwrap()[0].n
}

async fn wait_until_stopped(database: &Database) {
    let stopped = time::timeout(Duration::from_secs(3), async {
        while running(database).await > 0 {
            time::sleep(Duration::from_millis(20)).await;
        }
    });
    stopped.await.expect("the statement still runs");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_deadline_stops_the_statement() {
    let embedded = Hub::with(Limits::default(), hasty()).await;
    check_deadline(&embedded).await;
    support::on_each_engine(async |database| {
        check_deadline(&Hub::on(database, Limits::default(), hasty())).await;
    })
    .await;
}

async fn check_deadline(hub: &Hub) {
    let started = Instant::now();
    let answer = hub.query("{ endlessOrNull hello }").await;
    assert_eq!(answer.codes(), ["DEADLINE_EXCEEDED"], "{}", answer.text());
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    wait_until_stopped(&hub.database).await;
    // What was answered in time is kept.
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json()["data"], json!({ "endlessOrNull": null, "hello": "hello" }));
}

#[tokio::test]
async fn the_deadline_ends_waiting_that_is_not_for_the_database() {
    let hub = Hub::with(Limits::default(), hasty()).await;
    let started = Instant::now();
    let answer = hub.query("{ sleep }").await;
    assert_eq!(
        (answer.status, answer.codes()),
        (StatusCode::GATEWAY_TIMEOUT, vec!["DEADLINE_EXCEEDED".to_owned()])
    );
    assert!(started.elapsed() < Duration::from_secs(2));
    let answer = hub.post(JSON, json!({ "query": "{ sleep }" }).to_string()).await;
    assert_eq!((answer.status, answer.codes()), (StatusCode::OK, vec!["DEADLINE_EXCEEDED".to_owned()]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_hangs_up_stops_its_statement() {
    let embedded = Hub::new().await;
    check_hang_up(&embedded).await;
    support::on_each_engine(async |database| {
        check_hang_up(&Hub::on(database, Limits::default(), Default::default())).await;
    })
    .await;
}

async fn check_hang_up(hub: &Hub) {
    let server = server::start(hub.router.clone()).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(server::post(&json!({ "query": "{ endless }" })).as_bytes()).await.unwrap();
    // Long enough for the statement to begin; the deadline (10 s) is far.
    time::sleep(Duration::from_millis(500)).await;
    if hub.database.engine() == Engine::Postgres {
        assert_eq!(running(&hub.database).await, 1);
    }
    drop(stream);
    wait_until_stopped(&hub.database).await;
    server.stop().await;
}
