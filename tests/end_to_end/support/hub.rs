//! A hub in a folder of its own.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row, SqliteConnection};
use tempfile::TempDir;

use super::{Outcome, anchorhub, postgres::Scratch};

/// A hub in a folder of its own, embedded or on PostgreSQL; gone with this value.
#[derive(Debug)]
pub(crate) struct Hub {
    folder: TempDir,
    scratch: Option<Arc<Scratch>>,
}

impl Hub {
    /// A hub on an embedded database.
    pub(crate) fn embedded() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder"), scratch: None }
    }

    /// A hub on PostgreSQL, where there is a server.
    pub(crate) fn on_postgres() -> Option<Self> {
        Some(Self { scratch: Some(Arc::new(Scratch::create()?)), ..Self::embedded() })
    }

    /// The same database as another machine sees it, with a folder of its own; for hubs on PostgreSQL.
    pub(crate) fn elsewhere(&self) -> Self {
        Self { scratch: self.scratch.clone(), ..Self::embedded() }
    }

    /// One hub on each database that can be tested here.
    pub(crate) fn on_each_database() -> impl Iterator<Item = Self> {
        std::iter::once(Self::embedded()).chain(Self::on_postgres())
    }

    /// A command of this hub.
    pub(crate) fn command<S: AsRef<std::ffi::OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> Command {
        let mut command = anchorhub();
        command.arg("--data-dir").arg(self.data_dir());
        if let Some(scratch) = &self.scratch {
            command.arg("--database").arg(scratch.url());
        }
        command.args(arguments);
        command
    }

    /// Runs a command of this hub to its end.
    pub(crate) fn run<S: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Outcome {
        Outcome::of(&mut self.command(arguments))
    }

    /// Starts a command of this hub with its output kept apart, to be ended or waited for by the test.
    pub(crate) fn start<S: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Child {
        self.command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts")
    }

    /// The folder for the test's own files.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The folder that the hub keeps its data in.
    pub(crate) fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Writes a file into the test's folder.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        std::fs::write(&path, content).expect("the file is written");
        path
    }

    /// Writes a configuration in which workers may call this machine and wait for nothing long.
    pub(crate) fn quick_workers(&self, more: &str) -> PathBuf {
        let text = format!(
            "[workers]\nallow_private_addresses = true\nlease_seconds = 1\npoll_seconds = 1\n\
             job_backoff_milliseconds = 50\nbackoff_milliseconds = 20\n{more}\n\
             [workers.any_host]\nrequests = 1000\nseconds = 1\n"
        );
        self.file("hub.toml", text)
    }

    /// The single integer that a query of the hub's database gives.
    #[track_caller]
    pub(crate) fn number(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.scratch.as_ref().map(|scratch| scratch.url()) {
            Some(url) => wait(async move {
                let mut connection = PgConnection::connect(&url).await.expect("the database answers");
                sqlx::query(sql).fetch_one(&mut connection).await.expect("the query is right").get(0)
            }),
            None => {
                let url = self.sqlite_url();
                wait(async move {
                    let mut connection = SqliteConnection::connect(&url).await.expect("the database opens");
                    sqlx::query(sql).fetch_one(&mut connection).await.expect("the query is right").get(0)
                })
            }
        }
    }

    /// Changes the hub's database behind its back.
    #[track_caller]
    pub(crate) fn execute(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.scratch.as_ref().map(|scratch| scratch.url()) {
            Some(url) => wait(async move {
                let mut connection = PgConnection::connect(&url).await.expect("the database answers");
                connection.execute(sql).await.expect("the statement is right");
            }),
            None => {
                let url = self.sqlite_url();
                wait(async move {
                    let mut connection = SqliteConnection::connect(&url).await.expect("the database opens");
                    connection.execute(sql).await.expect("the statement is right");
                });
            }
        }
    }

    fn sqlite_url(&self) -> String {
        format!("sqlite://{}", self.data_dir().join("hub.sqlite3").display())
    }
}

/// Runs a future on a thread of its own, so that tests and destructors may call it from anywhere.
pub(super) fn wait<T: Send + 'static>(future: impl Future<Output = T> + Send + 'static) -> T {
    let thread = std::thread::spawn(|| {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime")
            .block_on(future)
    });
    thread.join().expect("the work ends")
}
