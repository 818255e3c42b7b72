//! A whole run: generate, measure on each engine, report.

use std::{
    fs,
    io::{Write, stderr, stdout},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum};

use crate::{
    Size,
    database::{Engine, fresh_folder},
    ingest,
    process::exists,
    queries::{self, MANY, Served},
    region::{Region, Setting},
    releases,
    report::{self, Table, duration, memory, number, ratio},
    workload::{self, Workload},
};

/// What to measure and with what.
#[derive(Args)]
pub(crate) struct Run {
    /// The `anchorhub` program to measure, built in release mode; nothing is built here
    #[arg(long)]
    binary: PathBuf,
    /// Folder for the region, the databases and the archive; needs 4 GB at scale 1
    #[arg(long)]
    folder: PathBuf,
    /// A PostgreSQL server on which databases may be created, such as postgres://me@localhost/postgres;
    /// left out: SQLite only
    #[arg(long)]
    postgres: Option<String>,
    #[command(flatten)]
    size: Size,
    /// What to measure
    #[arg(long, value_enum, default_values_t = [Part::Ingest, Part::Releases, Part::Queries, Part::Region])]
    part: Vec<Part>,
    #[command(flatten)]
    region: Region,
    /// Rounds of loading; the middle one counts
    #[arg(long, default_value_t = 1)]
    rounds: usize,
    /// Seconds for each question and number of connections
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Page cache in mebibytes, for the hub's SQLite writer and for the floor
    #[arg(long, default_value_t = 96)]
    cache_mib: u32,
    /// Put the figures between the markers of this file
    #[arg(long)]
    readme: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Loading the single large file
    Ingest,
    /// Loading a gigabyte (at scale 1) of OCDS releases
    Releases,
    /// GraphQL over HTTP
    Queries,
    /// Six questions over payments and contracts, beside PostGraphile
    Region,
}

impl Run {
    /// Measures and reports.
    pub(crate) fn run(&self) -> Result<()> {
        ensure!(self.binary.is_file(), "{} is not a program: build it first", self.binary.display());
        let binary = fs::canonicalize(&self.binary)?;
        fs::create_dir_all(&self.folder)
            .with_context(|| format!("cannot create {}", self.folder.display()))?;
        let folder = fs::canonicalize(&self.folder)?;
        tell("generating the region");
        let workload = workload::generate(&folder.join("region"), self.size.scale, self.size.seed)?;
        let mut figures = self.conditions();
        let sqlite = Engine::Sqlite { folder: folder.clone() };
        let postgres = self.postgres.clone().map(|server| Engine::Postgres { server });
        let (engines, notes) = usable([Some(sqlite), postgres].into_iter().flatten());
        figures.push_str(&notes);
        if self.part.contains(&Part::Ingest) {
            figures.push_str(&self.ingest(&binary, &folder, &engines, &workload)?);
        }
        if self.part.contains(&Part::Releases) {
            figures.push_str(&self.releases(&binary, &folder, &engines, &workload)?);
        }
        if self.part.contains(&Part::Queries) {
            figures.push_str(&self.queries(&binary, &folder, &engines, &workload)?);
        }
        if self.part.contains(&Part::Region) {
            let folder = fresh_folder(&folder.join("whole"))?;
            let setting = Setting {
                binary: &binary,
                folder: &folder,
                cache_mib: self.cache_mib,
                workload: &workload,
                time: Duration::from_secs(self.seconds),
            };
            figures.push_str(&self.region.measure(&engines, &setting, tell)?);
        }
        stdout().write_all(figures.as_bytes())?;
        self.readme.as_ref().map_or(Ok(()), |readme| report::write_into(readme, &figures))
    }

    fn conditions(&self) -> String {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let postgres = if self.postgres.is_some() { " --postgres postgres://…" } else { "" };
        let names = self.part.iter().filter_map(|part| part.to_possible_value());
        let parts: String = names.map(|part| format!(" --part {}", part.get_name())).collect();
        format!(
            "Scale {}, {cores} cores, load generator and databases on the same machine, {}:\n\n\
            ```sh\ncargo run --release -p anchorhub-bench -- run --binary target/release/anchorhub --folder …{postgres}{parts}{} \
            --scale {} --rounds {} --seconds {} --cache-mib {}\n```\n\n",
            self.size.scale,
            chrono::Utc::now().format("%-d %B %Y"),
            self.region.options(),
            self.size.scale,
            self.rounds,
            self.seconds,
            self.cache_mib,
        )
    }

    fn ingest(
        &self,
        binary: &Path,
        folder: &Path,
        engines: &[Engine],
        workload: &Workload,
    ) -> Result<String> {
        let mut table = Table::new(&[
            "loading one file",
            "payments",
            "hub",
            "payments/s",
            "peak memory",
            "floor",
            "ratio",
        ]);
        for engine in engines {
            let mut hub = Vec::new();
            let mut floor = Vec::new();
            let mut peak = None;
            for round in 1..=self.rounds.max(1) {
                tell(&format!("loading on {}, round {round}", engine.name()));
                let round = ingest::round(
                    binary,
                    engine,
                    &fresh_folder(&folder.join("load"))?,
                    self.cache_mib,
                    workload,
                )?;
                hub.push(round.hub.wall);
                floor.push(round.floor);
                peak = peak.max(round.hub.peak);
            }
            let (hub, floor) = (report::median(hub), report::median(floor));
            table.row(vec![
                format!("{}, against its own import", engine.name()),
                number(as_number(workload.single.payments)),
                duration(hub),
                number(as_number(workload.single.payments) / hub.as_secs_f64()),
                memory(peak),
                duration(floor),
                ratio(hub.as_secs_f64(), floor.as_secs_f64()),
            ]);
        }
        Ok(table.markdown() + "\n")
    }

    fn releases(
        &self,
        binary: &Path,
        folder: &Path,
        engines: &[Engine],
        workload: &Workload,
    ) -> Result<String> {
        tell("generating releases");
        let file = workload.releases(scaled(GIGABYTE, self.size.scale))?;
        let parsed = releases::parse(&file)?;
        let rate = |wall: Duration| format!("{:.1} MB/s", as_number(file.bytes) / 1e6 / wall.as_secs_f64());
        let mut table =
            Table::new(&["releases in JSON Lines", "releases", "processes", "time", "rate", "peak memory"]);
        let counts = [number(as_number(file.releases)), number(as_number(file.processes))];
        let mut row = |what: String, wall, peak| {
            let [releases, processes] = counts.clone();
            table.row(vec![what, releases, processes, duration(wall), rate(wall), peak]);
        };
        row("only parsed, one thread".to_owned(), parsed, "–".to_owned());
        for engine in engines {
            tell(&format!("loading releases on {}", engine.name()));
            let folder = fresh_folder(&folder.join("releases"))?;
            let ran = releases::round(binary, engine, &folder, self.cache_mib, workload, &file)?;
            row(format!("loaded on {}: stored, merged, mapped", engine.name()), ran.wall, memory(ran.peak));
        }
        fs::remove_file(&file.path)?;
        Ok(table.markdown() + "\n")
    }

    fn queries(
        &self,
        binary: &Path,
        folder: &Path,
        engines: &[Engine],
        workload: &Workload,
    ) -> Result<String> {
        let time = Duration::from_secs(self.seconds);
        let many = |what: &str| format!("{what}, {MANY} conn.");
        let mut table = Table::new(&[
            "question",
            "hub p50, 1 conn.",
            "floor p50, 1 conn.",
            "ratio",
            &many("hub req/s"),
            &many("floor req/s"),
            "ratio",
        ]);
        let mut notes = String::new();
        for engine in engines {
            tell(&format!("questions on {}", engine.name()));
            let folder = fresh_folder(&folder.join("serve"))?;
            let served = queries::serve(binary, engine, &folder, self.cache_mib, workload, time)?;
            notes.push_str(&note(engine, &served, workload));
            for answered in served.answered {
                let (hub, floor) = (answered.hub, answered.floor);
                table.row(vec![
                    format!("{}: {}", engine.name(), answered.question),
                    duration(hub.one.median),
                    duration(floor.one.median),
                    ratio(hub.one.median.as_secs_f64(), floor.one.median.as_secs_f64()),
                    number(hub.many.per_second),
                    number(floor.many.per_second),
                    ratio(hub.many.per_second, floor.many.per_second),
                ]);
            }
        }
        Ok(format!("{}\n{notes}", table.markdown()))
    }
}

const GIGABYTE: f64 = 1e9;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a positive number of bytes of a file that fits a disk"
)]
fn scaled(bytes: f64, scale: f64) -> u64 {
    (bytes * scale) as u64
}

fn note(engine: &Engine, served: &Served, workload: &Workload) -> String {
    format!(
        "- {}: the {} files of the region loaded in {} one after the other; the server's peak memory was {}.\n",
        engine.name(),
        workload.files.len(),
        duration(served.loaded),
        memory(served.memory),
    )
}

/// The engines whose shell is there, and a remark on each that is left out.
fn usable(engines: impl Iterator<Item = Engine>) -> (Vec<Engine>, String) {
    let mut notes = String::new();
    let usable = engines
        .filter(|engine| {
            let there = exists(engine.shell());
            if !there {
                notes.push_str(&format!(
                    "{} was skipped: its floors need the program `{}`, which is not installed.\n\n",
                    engine.name(),
                    engine.shell()
                ));
            }
            there
        })
        .collect();
    (usable, notes)
}

/// Says on stderr what happens next; if nobody can hear it, that is no reason to stop.
fn tell(what: &str) {
    let _ = writeln!(stderr(), "{what} …");
}

#[expect(clippy::cast_precision_loss, reason = "a count of some hundred million at most")]
fn as_number(count: u64) -> f64 {
    count as f64
}
