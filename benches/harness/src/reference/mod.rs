//! Loads of reference data at full size: invented files with the columns and the number of rows of the publishers'.

mod companies;
mod postcodes;
mod words;

use std::{
    fs::{self, File},
    io::{BufWriter, Write, stderr, stdout},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde_json::Value;

use crate::{
    database::{Database, Engine, fresh_folder},
    process::{Ran, exists, run},
    report::{Table, duration, memory, number},
};

/// Rows of BasicCompanyData, rounded (Companies House, 2025: 5.6 million companies on the register).
const COMPANIES: u32 = 5_500_000;

/// Rows of the ONS Postcode Directory, rounded (2025: 2.7 million postcodes, of which a third is closed).
const POSTCODES: u32 = 2_700_000;

/// What to measure and with what.
#[derive(Args)]
pub(crate) struct Reference {
    /// The `anchorhub` program to measure, built in release mode; nothing is built here
    #[arg(long)]
    binary: PathBuf,
    /// Folder for files and databases; needs 15 GB at scale 1
    #[arg(long)]
    folder: PathBuf,
    /// A PostgreSQL server on which databases may be created; left out: SQLite only
    #[arg(long)]
    postgres: Option<String>,
    /// 1 = 5,500,000 companies and 2,700,000 postcodes
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// Another seed gives other files of the same size
    #[arg(long, default_value_t = 20_261_101)]
    seed: u64,
    /// Page cache in mebibytes, for the hub's SQLite writer
    #[arg(long, default_value_t = 96)]
    cache_mib: u32,
    /// Load each file once more, over the edition that is there
    #[arg(long)]
    twice: bool,
}

/// A file that was made up.
struct Made {
    kind: &'static str,
    path: PathBuf,
    rows: u32,
}

impl Reference {
    /// Generates, measures and reports.
    pub(crate) fn run(&self) -> Result<()> {
        ensure!(self.binary.is_file(), "{} is not a program: build it first", self.binary.display());
        let binary = fs::canonicalize(&self.binary)?;
        fs::create_dir_all(&self.folder)
            .with_context(|| format!("cannot create {}", self.folder.display()))?;
        let folder = fs::canonicalize(&self.folder)?;
        tell("generating files");
        let files = [
            made(&folder, "companies-house", scaled(COMPANIES, self.scale), |out, rows| {
                companies::write(out, rows, self.seed)
            })?,
            made(&folder, "postcodes", scaled(POSTCODES, self.scale), |out, rows| {
                postcodes::write(out, rows, self.seed)
            })?,
        ];
        let mut table = Table::new(&["load of reference data", "rows", "time", "rows/s", "peak memory"]);
        let mut notes = String::new();
        let postgres = self.postgres.clone().map(|server| Engine::Postgres { server });
        let sqlite = Engine::Sqlite { folder: folder.clone() };
        for engine in [Some(sqlite), postgres].into_iter().flatten() {
            if matches!(engine, Engine::Postgres { .. }) && !exists(engine.shell()) {
                notes.push_str("\nPostgreSQL was skipped: `psql` is not installed.\n");
                continue;
            }
            let database = Database::create(&engine)?;
            let data = fresh_folder(&folder.join("hub"))?;
            for file in &files {
                let mut measure = |how: &str, again: bool| -> Result<()> {
                    tell(&format!("loading {} on {}{how}", file.kind, engine.name()));
                    let ran = self.load(&binary, &data, &database, file, again)?;
                    table.row(vec![
                        format!("{}, {}{how}", file.kind, engine.name()),
                        number(f64::from(file.rows)),
                        duration(ran.wall),
                        number(f64::from(file.rows) / ran.wall.as_secs_f64()),
                        memory(ran.peak),
                    ]);
                    Ok(())
                };
                measure("", false)?;
                if self.twice {
                    measure(", in place of another edition", true)?;
                }
            }
            fs::remove_dir_all(&data)?;
        }
        for file in &files {
            fs::remove_file(&file.path)?;
        }
        stdout().write_all(table.markdown().as_bytes())?;
        Ok(stdout().write_all(notes.as_bytes())?)
    }

    /// Loads a file, and checks that all of its rows were taken.
    fn load(&self, binary: &Path, data: &Path, database: &Database, file: &Made, again: bool) -> Result<Ran> {
        let hub = || {
            let mut command = Command::new(binary);
            command
                .env_remove("DATABASE_URL")
                .env("ANCHORHUB_HUB__ANCHORS", "none")
                .env("ANCHORHUB_DATABASE__WRITER_CACHE_MIB", self.cache_mib.to_string())
                .arg("--database")
                .arg(database.url())
                .arg("--data-dir")
                .arg(data);
            command
        };
        run(hub().arg("migrate"), "")?;
        database.settle()?;
        let mut command = hub();
        command.args(["reference", "load", file.kind]).arg(&file.path).args(["--format", "json"]);
        if again {
            command.arg("--again");
        }
        let ran = run(&mut command, "")?;
        let report: Value = serde_json::from_str(ran.stdout.trim()).context("the report is not JSON")?;
        ensure!(
            report["taken"].as_u64() == Some(file.rows.into()) && report["outcome"] == "loaded",
            "{}: not all rows were taken: {report}",
            file.path.display()
        );
        Ok(ran)
    }
}

fn made(
    folder: &Path,
    kind: &'static str,
    rows: u32,
    write: impl FnOnce(&mut dyn Write, u32) -> std::io::Result<()>,
) -> Result<Made> {
    let path = folder.join(format!("{kind}.csv"));
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&path)?);
    write(&mut out, rows)?;
    out.flush()?;
    Ok(Made { kind, path, rows })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a positive number of some million rows"
)]
fn scaled(rows: u32, scale: f64) -> u32 {
    ((f64::from(rows) * scale).max(1.0)) as u32
}

/// Says on stderr what happens next; if nobody can hear it, that is no reason to stop.
fn tell(what: &str) {
    let _ = writeln!(stderr(), "{what} …");
}

#[cfg(test)]
mod tests;
