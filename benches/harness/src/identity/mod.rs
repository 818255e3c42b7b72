//! A million supplier names against a register of five and a half million companies: ours beside Splink, on the same
//! files, one after the other on the same machine.

mod generate;
mod matching;
mod names;
mod noise;
mod shared;
mod verdict;

use std::{
    env,
    io::{Write, stdout},
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context, Result};
use clap::{Args, Subcommand};

use self::verdict::Verdict;
use crate::{
    process::{Ran, run},
    report::{Table, duration, memory},
};

/// Measures matching.
#[derive(Args)]
pub(crate) struct Identity {
    #[command(subcommand)]
    command: Part,
}

#[derive(Subcommand)]
enum Part {
    /// Write a register, and names with the number of the company that each is
    Generate(Files),
    /// Load the register into an embedded database
    Load(Files),
    /// Look all names up in that database and write what was found
    Match(Files),
    /// Count the suppliers of a hub that several institutions pay, by each way of comparing names
    Shared(shared::Shared),
    /// All of it, and Splink on the same files, in one table
    Run {
        #[command(flatten)]
        files: Files,
        /// A Python interpreter that has Splink 4; without it only ours is measured
        #[arg(long)]
        python: Option<PathBuf>,
        /// The script that runs Splink
        #[arg(long, default_value = "benches/harness/splink/link.py")]
        script: PathBuf,
    },
}

/// Where the files are, and how large.
#[derive(Args, Clone)]
struct Files {
    /// Folder of the files
    folder: PathBuf,
    /// 1 = 5,500,000 companies and 1,000,000 names
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// Another seed gives other names
    #[arg(long, default_value_t = 20_260_101)]
    seed: u64,
}

impl Files {
    fn register(&self) -> PathBuf {
        self.folder.join("register.csv")
    }

    fn names(&self) -> PathBuf {
        self.folder.join("names.csv")
    }

    fn found(&self) -> PathBuf {
        self.folder.join("found.csv")
    }

    fn database(&self) -> PathBuf {
        self.folder.join("hub.db")
    }
}

impl Identity {
    pub(crate) fn run(self) -> Result<()> {
        match self.command {
            Part::Generate(files) => generate::generate(&files),
            Part::Load(files) => matching::load(&files),
            Part::Match(files) => matching::find(&files),
            Part::Shared(shared) => shared.run(),
            Part::Run { files, python, script } => compare(&files, python.as_deref(), &script),
        }
    }
}

fn compare(files: &Files, python: Option<&Path>, script: &Path) -> Result<()> {
    generate::generate(files)?;
    let itself = env::current_exe().context("cannot tell where this program is")?;
    let part = |name: &str| {
        let mut command = Command::new(&itself);
        command.args(["identity", name]).arg(&files.folder);
        run(&mut command, "")
    };
    let mut table = Table::new(&[
        "1,000,000 names, 5,500,000 companies, times the scale",
        "time",
        "peak memory",
        "links",
        "precision",
        "recall",
    ]);
    let loaded = part("load")?;
    table.row(cells("ours: load the register into SQLite, once", loaded.wall, &loaded, None));
    let found = part("match")?;
    let verdict = verdict::of(files, &files.found())?;
    table.row(cells("ours: look all names up", found.wall, &found, Some(&verdict)));
    if let Some(python) = python {
        let splink = files.folder.join("splink.csv");
        let mut command = Command::new(python);
        command.arg(script).arg(&files.folder).arg(&splink).arg(verdict.precision().to_string());
        let ran = run(&mut command, "")?;
        let verdict = verdict::of(files, &splink)?;
        table.row(cells("Splink 4 with DuckDB: read, block, train, predict", ran.wall, &ran, Some(&verdict)));
    }
    stdout().write_all(table.markdown().as_bytes())?;
    Ok(())
}

fn cells(what: &str, time: Duration, ran: &Ran, verdict: Option<&Verdict>) -> Vec<String> {
    let mut cells = vec![what.to_owned(), duration(time), memory(ran.peak)];
    cells.extend(verdict.map_or_else(|| vec!["–".to_owned(); 3], Verdict::cells));
    cells
}
