//! PostGraphile 5 over the peer's tables: a GraphQL server that is made from the tables alone.

use std::{
    io::{BufRead as _, BufReader},
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, ensure};

use crate::{
    http::Connection,
    process::{exists, peak_memory, run},
};

/// Where it is installed.
pub(super) struct Installed {
    folder: PathBuf,
}

impl Installed {
    /// Installs what the lock file names unless it is there; the error says why it cannot be had.
    pub(super) fn find(folder: &Path) -> Result<Self> {
        for program in ["node", "npm"] {
            ensure!(exists(program), "PostGraphile needs the program `{program}`, which is not installed");
        }
        let folder = std::path::absolute(folder)?;
        if !folder.join("node_modules").is_dir() {
            run(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder), "")?;
        }
        Ok(Self { folder })
    }

    /// Serves the peer's tables of a database.
    pub(super) fn serve(&self, database_url: &str) -> Result<PostGraphile> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        // PostGraphile wants a newer Node.js than many systems have: the one of the lock file.
        let mut child = Command::new(self.folder.join("node_modules/.bin/node"))
            .arg("server.mjs")
            .current_dir(&self.folder)
            .env("NODE_ENV", "production")
            .env("GRAPHILE_ENV", "production")
            .env("DATABASE_URL", database_url)
            .env("PORT", address.port().to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start PostGraphile")?;
        let stdout = child.stdout.take().context("PostGraphile has no output")?;
        let server = PostGraphile { child, address };
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        ensure!(line.trim_end() == "ready", "PostGraphile did not get ready: {line}");
        Ok(server)
    }
}

/// A running server; it ends when this goes.
pub(super) struct PostGraphile {
    child: Child,
    address: SocketAddr,
}

impl PostGraphile {
    /// A new connection to it.
    pub(super) fn connect(&self) -> Result<Connection> {
        Connection::open(self.address)
    }

    /// Its peak resident memory in bytes.
    pub(super) fn peak_memory(&self) -> Option<u64> {
        peak_memory(&self.child)
    }
}

impl Drop for PostGraphile {
    fn drop(&mut self) {
        // It may have ended already, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
