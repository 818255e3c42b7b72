//! A statement that nobody waits for any more stops, on both engines.

#![allow(clippy::unwrap_used, reason = "test code")]

mod support;

use std::time::{Duration, Instant};

use anchorhub_store::{Database, Engine, QueryBudget, StoreErrorKind};
use sea_orm::{
    FromQueryResult,
    sea_query::{Alias, Expr, Query, SelectStatement},
};

#[derive(FromQueryResult)]
struct Number {
    #[expect(dead_code, reason = "the statements here never come to an end")]
    n: i64,
}

/// A statement that runs for minutes.
fn endless(engine: Engine) -> SelectStatement {
    let expression = match engine {
        Engine::Sqlite => {
            "(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c)"
        }
        Engine::Postgres => "(SELECT count(*) FROM generate_series(1, 100000000000))",
    };
    Query::select().expr_as(Expr::cust(expression), Alias::new("n")).to_owned()
}

/// PostgreSQL backends that still run the statement.
async fn still_running(database: &Database) -> bool {
    #[derive(FromQueryResult)]
    struct Count {
        n: i64,
    }
    let select = Query::select()
        .expr_as(
            Expr::cust(
                "(SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND datname = current_database()
                  AND pid <> pg_backend_pid() AND query LIKE '%generate_series%')",
            ),
            Alias::new("n"),
        )
        .to_owned();
    let rows: Vec<Count> = database.fetch(&select).await.unwrap();
    rows[0].n > 0
}

async fn wait_until_stopped(database: &Database) {
    if database.engine() == Engine::Sqlite {
        return;
    }
    let started = Instant::now();
    while still_running(database).await {
        assert!(started.elapsed() < Duration::from_secs(5), "the statement still runs");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_deadline_stops_a_statement() {
    support::on_each_engine(async |database| {
        let started = Instant::now();
        let select = endless(database.engine());
        let work = async { database.fetch::<Number>(&select).await };
        let error = QueryBudget::new(Duration::from_millis(300)).scope(work).await.err().unwrap();
        assert_eq!(error.kind(), StoreErrorKind::Deadline);
        assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
        wait_until_stopped(&database).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_snapshot_stops_with_its_request() {
    support::on_each_engine(async |database| {
        let select = endless(database.engine());
        let work = async {
            let mut snapshot = database.snapshot().await.unwrap();
            snapshot.fetch::<Number>(&select).await.map(|_| ())
        };
        let request = QueryBudget::new(Duration::from_secs(60)).scope(work);
        assert!(tokio::time::timeout(Duration::from_millis(300), request).await.is_err());
        wait_until_stopped(&database).await;
    })
    .await;
}

/// What a request spawned stops as well when the request goes away.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_of_an_abandoned_request_stops() {
    support::on_each_engine(async |database| {
        let select = endless(database.engine());
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let inner = database.clone();
        let request = QueryBudget::new(Duration::from_secs(60)).scope(async move {
            let budget = QueryBudget::current();
            let task = QueryBudget::inherit(budget, async move {
                let _ = sender.send(inner.fetch::<Number>(&select).await.err().map(|error| error.kind()));
            });
            tokio::spawn(task);
            std::future::pending::<()>().await;
        });
        assert!(tokio::time::timeout(Duration::from_millis(300), request).await.is_err());
        let ended = tokio::time::timeout(Duration::from_secs(2), receiver).await.unwrap().unwrap();
        assert_eq!(ended, Some(StoreErrorKind::Deadline));
        wait_until_stopped(&database).await;
    })
    .await;
}

/// The pool stays whole: after more abandoned statements than it has connections, reading goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn abandoned_statements_leave_the_pool_usable() {
    support::on_each_engine(async |database| {
        let select = endless(database.engine());
        for _ in 0..12 {
            let work = async { database.fetch::<Number>(&select).await.map(|_| ()) };
            let request = QueryBudget::new(Duration::from_secs(60)).scope(work);
            assert!(tokio::time::timeout(Duration::from_millis(50), request).await.is_err());
        }
        wait_until_stopped(&database).await;
        let snapshot = database.snapshot().await.unwrap();
        assert_eq!(snapshot.data_version(), 0);
        snapshot.finish().await.unwrap();
    })
    .await;
}
