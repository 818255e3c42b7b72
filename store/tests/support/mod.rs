//! Databases for tests: the same test runs on SQLite and on PostgreSQL. Other crates' tests take this file
//! in by its path.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "test code")]

use std::sync::atomic::{AtomicU32, Ordering};

use anchorhub_store::{Database, Settings};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

/// Runs a test on a new, migrated database of each engine. PostgreSQL takes its server from
/// `ANCHORHUB_TEST_POSTGRES` and is skipped, with a word, when that is not set.
pub(crate) async fn on_each_engine(test: impl AsyncFn(Database)) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("hub.db").display());
    run(&url, &test).await;

    let Ok(server) = std::env::var("ANCHORHUB_TEST_POSTGRES") else {
        eprintln!("PostgreSQL half skipped: ANCHORHUB_TEST_POSTGRES is not set");
        return;
    };
    let postgres = PostgresDatabase::create(&server).await;
    run(&postgres.url, &test).await;
}

async fn run(url: &str, test: &impl AsyncFn(Database)) {
    let database = Database::connect(&Settings::new(url)).await.unwrap();
    database.migrate().await.unwrap();
    test(database.clone()).await;
    database.close().await.unwrap();
}

/// A database that is dropped at the end of the test, also when the test fails.
pub(crate) struct PostgresDatabase {
    server: String,
    name: String,
    pub(crate) url: String,
}

impl PostgresDatabase {
    pub(crate) async fn create(server: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let name = format!("anchorhub_test_{process}_{}_{count}", now.subsec_nanos());
        execute(server, format!("CREATE DATABASE {name}")).await;
        let (root, _) = server.rsplit_once('/').unwrap();
        Self { server: server.to_owned(), url: format!("{root}/{name}"), name }
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        let (server, sql) = (self.server.clone(), format!("DROP DATABASE {} WITH (FORCE)", self.name));
        // A thread of its own: a runtime cannot be entered from within another.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(execute(&server, sql));
        });
        dropping.join().unwrap();
    }
}

async fn execute(server: &str, sql: String) {
    let mut connection = PgConnection::connect(server).await.unwrap();
    sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
