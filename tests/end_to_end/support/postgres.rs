//! A PostgreSQL database of its own for each test.

use std::{
    hash::{BuildHasher, RandomState},
    sync::Once,
};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use super::hub::wait;

/// A database that is dropped with this value.
#[derive(Debug)]
pub(crate) struct Scratch {
    server: String,
    name: String,
}

impl Scratch {
    /// A new database on the server of `ANCHORHUB_TEST_POSTGRES`; none, said plainly, when there is no server.
    pub(crate) fn create() -> Option<Self> {
        let Ok(server) = std::env::var("ANCHORHUB_TEST_POSTGRES") else {
            static SAID: Once = Once::new();
            SAID.call_once(|| {
                eprintln!(
                    "SKIPPED: the PostgreSQL half of this test; ANCHORHUB_TEST_POSTGRES names no server"
                );
            });
            return None;
        };
        // Different in every process and every call.
        let name = format!("anchorhub_test_{:016x}", RandomState::new().hash_one(std::process::id()));
        run(&server, format!("CREATE DATABASE {name}"));
        Some(Self { server, name })
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        let (server, query) = match self.server.split_once('?') {
            Some((server, query)) => (server, format!("?{query}")),
            None => (self.server.as_str(), String::new()),
        };
        let end = server.rfind('/').filter(|at| !server[..*at].ends_with('/')).unwrap_or(server.len());
        format!("{}/{}{query}", &server[..end], self.name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        run(&self.server, format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

fn run(server: &str, sql: String) {
    let server = server.to_owned();
    wait(async move {
        let mut connection = PgConnection::connect(&server).await.expect("the test server answers");
        connection.execute(AssertSqlSafe(sql)).await.expect("the test server obeys");
        connection.close().await.expect("the connection ends");
    });
}
