//! A cluster of servers that lasts as long as a test.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use anchorhub_analysis::ClusterEngine;
use anchorhub_store::{Database, Settings};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

/// What the script ends with where PostgreSQL is not installed.
const NO_SERVER: i32 = 3;

/// Two servers that keep facts, and the coordinator.
pub(crate) struct Servers {
    folder: String,
    url: String,
}

impl Servers {
    /// Starts them; none, with a word, on a machine without PostgreSQL's server programs.
    pub(crate) fn start() -> Option<Self> {
        let output = script().args(["start", "2"]).stderr(Stdio::inherit()).output().unwrap();
        if output.status.code() == Some(NO_SERVER) {
            eprintln!("skipped: there are no server programs of PostgreSQL on this machine");
            return None;
        }
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "scripts/analysis-cluster failed");
        let value = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)).unwrap().to_owned();
        Some(Self { folder: value("folder="), url: value("url=") })
    }

    /// An engine over them, of a hub.
    pub(crate) fn engine(&self, hub: &Database) -> ClusterEngine {
        ClusterEngine::new(hub.clone(), Settings::new(&self.url))
    }

    /// A connection to the coordinator.
    pub(crate) async fn coordinator(&self) -> PgConnection {
        PgConnection::connect(&self.url).await.unwrap()
    }

    /// A connection to one of the servers that keep facts.
    pub(crate) async fn server(&self, name: &str) -> PgConnection {
        let url = self.run(&["url", &self.folder, name]);
        PgConnection::connect(url.trim()).await.unwrap()
    }

    /// Stops a server at once, as a power cut would.
    pub(crate) fn down(&self, name: &str) {
        self.run(&["down", &self.folder, name]);
    }

    /// Starts it again.
    pub(crate) fn up(&self, name: &str) {
        self.run(&["up", &self.folder, name]);
    }

    /// Takes everything away that a hub has put there.
    pub(crate) async fn clear(&self) {
        let clear = "DELETE FROM fact; DELETE FROM fact_payee; DELETE FROM fact_payer; DELETE FROM fact_label; \
                     DELETE FROM fact_held; UPDATE fact_state SET value = -1 WHERE key = 'data_version'";
        execute(&mut self.coordinator().await, clear).await;
    }

    /// What the coordinator logs while something is done.
    pub(crate) async fn log_of(&self, work: impl AsyncFn()) -> String {
        let log = Path::new(&self.folder).join("coordinator.log");
        let before = std::fs::read(&log).unwrap().len();
        work().await;
        String::from_utf8_lossy(&std::fs::read(&log).unwrap()[before..]).into_owned()
    }

    fn run(&self, arguments: &[&str]) -> String {
        let output = script().args(arguments).stderr(Stdio::inherit()).output().unwrap();
        assert!(output.status.success(), "scripts/analysis-cluster {arguments:?} failed");
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        let stopped = script().args(["stop", &self.folder]).status();
        assert!(stopped.is_ok_and(|status| status.success()), "the servers could not be stopped");
    }
}

/// Runs statements that give nothing back.
pub(crate) async fn execute(connection: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await.unwrap();
}

fn script() -> Command {
    Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/analysis-cluster"))
}
