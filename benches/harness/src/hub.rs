//! The hub that is measured: its release binary, run as its users run it.

use std::{
    fs::{self, File},
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::{
    database::{Database, Engine, fresh_folder},
    http::Connection,
    process::{Ran, own_memory, peak_memory, run},
    workload::{self, RegisterFile, ReleaseFile, SpendFile, Workload},
};

/// A hub with an empty database of its own.
pub(crate) struct Hub {
    binary: PathBuf,
    folder: PathBuf,
    cache_mib: u32,
    pub(crate) database: Database,
}

impl Hub {
    /// Sets a hub up that knows the region's areas and institutions and has no payments.
    pub(crate) fn set_up(
        binary: &Path,
        engine: &Engine,
        folder: &Path,
        cache_mib: u32,
        workload: &Workload,
    ) -> Result<Self> {
        let folder = fresh_folder(folder)?;
        let database = Database::create(engine)?;
        let hub = Self { binary: binary.to_owned(), folder, cache_mib, database };
        run(hub.command().arg("migrate"), "")?;
        run(hub.command().args(["reference", "load", "areas"]).arg(&workload.areas), "")?;
        run(hub.command().args(["reference", "load", "institutions"]).arg(&workload.institutions), "")?;
        Ok(hub)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .env_remove("DATABASE_URL")
            .env("ANCHORHUB_HUB__ANCHORS", "none")
            .env("ANCHORHUB_DATABASE__WRITER_CACHE_MIB", self.cache_mib.to_string())
            .arg("--database")
            .arg(self.database.url())
            .arg("--data-dir")
            .arg(&self.folder);
        command
    }

    /// Loads a spend file, and checks that its receipt has every payment and penny.
    pub(crate) fn ingest(&self, file: &SpendFile) -> Result<Ran> {
        self.database.settle()?;
        let mut command = self.command();
        command.arg("ingest").arg(&file.path);
        command.args(["--institution", &file.institution, "--period", file.period, "--format", "json"]);
        let ran = run(&mut command, "")?;
        let receipt: Value = serde_json::from_str(ran.stdout.trim()).context("the receipt is not JSON")?;
        let found = (receipt["payments"].as_u64(), receipt["net_pence"].as_i64());
        let expected = (Some(file.payments), Some(file.net_pence));
        ensure!(found == expected, "{}: the receipt says {found:?}, not {expected:?}", file.path.display());
        Ok(ran)
    }

    /// Loads a file of releases, and checks that its receipt has all of them.
    pub(crate) fn ingest_releases(&self, file: &ReleaseFile) -> Result<Ran> {
        self.database.settle()?;
        let mut command = self.command();
        command.arg("ingest").arg(&file.path);
        command.args(["--institution", &workload::org_id(0), "--kind", "ocds", "--format", "json"]);
        let ran = run(&mut command, "")?;
        let receipt: Value = serde_json::from_str(ran.stdout.trim()).context("the receipt is not JSON")?;
        let found = (receipt["stored"].as_u64(), receipt["processes"].as_u64());
        let expected = (Some(file.releases), Some(file.processes));
        ensure!(found == expected, "{}: the receipt says {found:?}, not {expected:?}", file.path.display());
        Ok(ran)
    }

    /// Loads a contract register, and checks that its receipt has every contract and penny.
    pub(crate) fn ingest_register(&self, file: &RegisterFile) -> Result<Ran> {
        self.database.settle()?;
        let mut command = self.command();
        command.arg("ingest").arg(&file.path);
        command.args(["--institution", &file.institution, "--kind", "contracts", "--format", "json"]);
        let ran = run(&mut command, "")?;
        let receipt: Value = serde_json::from_str(ran.stdout.trim()).context("the receipt is not JSON")?;
        let found = (receipt["contracts"].as_u64(), receipt["values"]["GBP"].as_i64());
        let expected = (Some(file.contracts), Some(file.value_pence));
        ensure!(found == expected, "{}: the receipt says {found:?}, not {expected:?}", file.path.display());
        Ok(ran)
    }

    /// Whether it keeps whole answers, so that they must be told not to count. A hub from before answers were kept refuses
    /// the setting; anything else that goes wrong is no answer to this.
    pub(crate) fn keeps_answers(&self) -> Result<bool> {
        match run(self.command().env(KEEP_ANSWERS, "0").arg("migrate"), "") {
            Ok(_) => Ok(true),
            Err(error) => {
                let told = error.to_string();
                let refused = told.contains("CONFIG_INVALID") && told.contains("cache_mib");
                if refused { Ok(false) } else { Err(error.context("cannot tell whether answers are kept")) }
            }
        }
    }

    /// Starts its server and waits until it is ready. Of a hub that can keep whole answers, it keeps as many
    /// mebibytes of them.
    pub(crate) fn serve(&self, answers_mib: u32) -> Result<Server> {
        // A port that was free a moment ago; if it was taken since, the server says so and ends.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let log = self.folder.join("server.log");
        let mut command = self.command();
        if self.keeps_answers()? {
            command.env(KEEP_ANSWERS, answers_mib.to_string());
        }
        let started = Instant::now();
        let child = command
            // The slowest question on 16 connections may take longer than a hub usually allows.
            .env("ANCHORHUB_HTTP__DEADLINE_SECONDS", "300")
            .args(["serve", "--port", &address.port().to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .spawn()
            .context("cannot start the server")?;
        let mut server = Server { child, address, log, started, ready: Duration::ZERO };
        server.wait_until_ready()?;
        Ok(server)
    }
}

/// The setting of how many mebibytes of answers are kept, as an environment variable.
const KEEP_ANSWERS: &str = "ANCHORHUB_HTTP__CACHE_MIB";

/// A running server; it ends when this goes.
pub(crate) struct Server {
    child: Child,
    address: SocketAddr,
    log: PathBuf,
    started: Instant,
    /// How long it took to get ready.
    pub(crate) ready: Duration,
}

const PATIENCE: Duration = Duration::from_secs(300);

impl Server {
    fn wait_until_ready(&mut self) -> Result<()> {
        loop {
            if Connection::open(self.address).and_then(|mut connection| connection.get("/readyz")).is_ok() {
                self.ready = self.started.elapsed();
                return Ok(());
            }
            if self.child.try_wait()?.is_some() || self.started.elapsed() > PATIENCE {
                bail!("the server did not get ready: {}", fs::read_to_string(&self.log)?.trim());
            }
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// A new connection to it.
    pub(crate) fn connect(&self) -> Result<Connection> {
        Connection::open(self.address)
    }

    /// How long ago it was started.
    pub(crate) fn age(&self) -> Duration {
        self.started.elapsed()
    }

    /// Its peak resident memory in bytes.
    pub(crate) fn peak_memory(&self) -> Option<u64> {
        peak_memory(&self.child)
    }

    /// What it holds in memory now, without mapped files, in bytes.
    pub(crate) fn own_memory(&self) -> Option<u64> {
        own_memory(&self.child)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
