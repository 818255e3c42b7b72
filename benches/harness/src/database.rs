//! A database made for one measurement, and its command-line shell.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{self, Command},
    sync::atomic::{AtomicU32, Ordering},
};

use anyhow::{Context, Result};

use crate::{
    process::{Ran, run},
    shell::Shell,
};

/// Which engines to measure on, and how to reach them.
#[derive(Clone, Debug)]
pub(crate) enum Engine {
    /// A file in this folder.
    Sqlite { folder: PathBuf },
    /// A database of its own on the server of this address.
    Postgres { server: String },
}

impl Engine {
    /// Name for people.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "SQLite",
            Self::Postgres { .. } => "PostgreSQL",
        }
    }

    /// The shell that the floors need.
    pub(crate) fn shell(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "sqlite3",
            Self::Postgres { .. } => "psql",
        }
    }
}

/// An empty database; it goes when this goes.
pub(crate) struct Database {
    engine: Engine,
    /// File or database name.
    name: String,
}

static CREATED: AtomicU32 = AtomicU32::new(0);

impl Database {
    /// Makes an empty database.
    pub(crate) fn create(engine: &Engine) -> Result<Self> {
        let number = CREATED.fetch_add(1, Ordering::Relaxed);
        let name = format!("anchorhub_bench_{}_{number}", process::id());
        let name = match engine {
            Engine::Sqlite { folder } => folder.join(format!("{name}.sqlite3")).display().to_string(),
            Engine::Postgres { server } => {
                psql(server, &format!("CREATE DATABASE {name}"))?;
                name
            }
        };
        Ok(Self { engine: engine.clone(), name })
    }

    /// The address that `anchorhub --database` takes.
    pub(crate) fn url(&self) -> String {
        match &self.engine {
            Engine::Sqlite { .. } => format!("sqlite://{}", self.name),
            Engine::Postgres { server } => with_database(server, &self.name),
        }
    }

    /// Runs a script of statements and shell commands.
    pub(crate) fn script(&self, text: &str) -> Result<Ran> {
        match &self.engine {
            Engine::Sqlite { .. } => run(Command::new("sqlite3").args(["-bail", &self.name]), text),
            Engine::Postgres { .. } => psql(&self.url(), text),
        }
    }

    /// Runs one statement; returns what it printed.
    pub(crate) fn ask(&self, statement: &str) -> Result<String> {
        Ok(self.script(statement)?.stdout)
    }

    /// An open shell on it.
    pub(crate) fn open_shell(&self) -> Result<Shell> {
        match &self.engine {
            Engine::Sqlite { .. } => Shell::sqlite(&self.name),
            Engine::Postgres { .. } => Shell::postgres(&self.url()),
        }
    }

    /// Does what PostgreSQL's autovacuum does some minutes after a load, where it is on: sees what is visible to all, and
    /// counts what the planner should know.
    pub(crate) fn vacuum(&self) -> Result<()> {
        if let Engine::Postgres { .. } = self.engine {
            self.ask("VACUUM (ANALYZE)")?;
        }
        Ok(())
    }

    /// Writes what lingers in memory to the disk, so that it does not slow the next step.
    pub(crate) fn settle(&self) -> Result<()> {
        if let Engine::Postgres { .. } = self.engine {
            self.ask("CHECKPOINT")?;
        }
        run(&mut Command::new("sync"), "")?;
        Ok(())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // What cannot be removed is left over and told apart by its name: no reason to lose the figures.
        match &self.engine {
            Engine::Sqlite { .. } => {
                for suffix in ["", "-wal", "-shm"] {
                    let _ = fs::remove_file(format!("{}{suffix}", self.name));
                }
            }
            Engine::Postgres { server } => {
                let _ = psql(server, &format!("DROP DATABASE {} WITH (FORCE)", self.name));
            }
        }
    }
}

fn psql(url: &str, text: &str) -> Result<Ran> {
    run(Command::new("psql").args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", url]), text)
}

/// An address with another database in place of the one it names, its parameters kept.
fn with_database(server: &str, name: &str) -> String {
    let (base, parameters) = match server.split_once('?') {
        Some((base, parameters)) => (base, format!("?{parameters}")),
        None => (server, String::new()),
    };
    let host_at = base.find("://").map_or(0, |at| at + 3);
    let base = match base[host_at..].find('/') {
        Some(at) => &base[..host_at + at],
        None => base,
    };
    format!("{base}/{name}{parameters}")
}

/// An empty folder.
pub(crate) fn fresh_folder(path: &Path) -> Result<PathBuf> {
    if path.exists() {
        fs::remove_dir_all(path).with_context(|| format!("cannot empty {}", path.display()))?;
    }
    fs::create_dir_all(path).with_context(|| format!("cannot create {}", path.display()))?;
    Ok(path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_get_another_database() {
        for (server, expected) in [
            ("postgres://me@host:5432/postgres", "postgres://me@host:5432/x"),
            ("postgres://me@host", "postgres://me@host/x"),
            ("postgres://host/a?sslmode=disable", "postgres://host/x?sslmode=disable"),
        ] {
            assert_eq!(with_database(server, "x"), expected);
        }
    }
}
