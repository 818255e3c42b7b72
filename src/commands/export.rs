//! `anchorhub export`.

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
};

use anchorhub_api::releases::{ReleaseLibrary, ReleasesError};
use anchorhub_ocds::{
    Process,
    package::{self, CLOSE, PackageHead},
};
use chrono::{SecondsFormat, Utc};
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::{
    config::Config,
    failure::Failure,
    hub,
    output::{self, FormatArg},
    progress,
};

/// Processes read at once.
const CHUNK: u64 = 200;

/// Write what the hub holds to a file
///
/// `ocds`: every release that counts, as it was received, by process and in the order in which the releases of
/// a process are merged. A name that ends in .jsonl gives JSON Lines (one release package for each process),
/// any other one release package with everything. Read into an empty hub with `ingest --kind ocds`, it
/// compiles to the same.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// What to write
    #[arg(value_enum)]
    kind: Kind,

    /// File to write; one that is there is replaced once the new one is whole
    #[arg(long, value_name = "PATH")]
    to: PathBuf,

    #[command(flatten)]
    format: FormatArg,
}

/// What can be exported.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// Releases of the Open Contracting Data Standard
    Ocds,
}

/// What an export has written.
#[derive(Debug, Serialize)]
struct Written {
    path: String,
    releases: u64,
    processes: u64,
}

impl Export {
    pub(crate) fn wants_json(&self) -> bool {
        self.format.is_json()
    }

    pub(crate) async fn run(self, config: &Config, quiet: bool) -> Result<(), Failure> {
        let database = hub::open_existing(config).await?;
        let library = ReleaseLibrary::new(database.clone(), config.ocds.caps, hub::merger(config)?);
        let written = match self.kind {
            Kind::Ocds => write_releases(&library, &config.hub.name, &self.to, quiet).await?,
        };
        database.close().await?;
        if self.format.is_json() {
            output::json(&written)
        } else {
            output::line(&format!(
                "{}: {} releases of {} contracting processes",
                written.path,
                output::grouped(written.releases),
                output::grouped(written.processes)
            ))
        }
    }
}

async fn write_releases(
    library: &ReleaseLibrary,
    publisher: &str,
    to: &Path,
    quiet: bool,
) -> Result<Written, Failure> {
    let mut out = Out::create(to, publisher)?;
    let progress = progress::for_people(quiet);
    progress.start(None, "releases");
    let mut last = String::new();
    loop {
        let ocids = library.ocids_after(&last, CHUNK).await.map_err(unreadable)?;
        let Some(next) = ocids.last() else { break };
        last.clone_from(next);
        for (ocid, process) in library.processes(&ocids).await.map_err(unreadable)? {
            out.process(&ocid, &process).map_err(|error| out_of(&error, to))?;
        }
        progress.rows(out.written.releases);
    }
    progress.finish();
    out.finish(to)
}

/// The file on its way: written beside its place, and moved there when it is whole.
struct Out {
    file: BufWriter<File>,
    unfinished: PathBuf,
    head: PackageHead,
    lines: bool,
    written: Written,
}

impl Out {
    fn create(to: &Path, publisher: &str) -> Result<Self, Failure> {
        let mut unfinished = to.as_os_str().to_owned();
        unfinished.push(".unfinished");
        let unfinished = PathBuf::from(unfinished);
        let file = File::create(&unfinished).map_err(|error| out_of(&error, to))?;
        let head = PackageHead {
            // A file has no address of its own.
            uri: "urn:anchorhub:export".to_owned(),
            publisher: publisher.to_owned(),
            published: Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true),
            next: None,
            later: None,
        };
        let lines = to.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("jsonl"));
        let mut file = BufWriter::new(file);
        if !lines {
            file.write_all(head.open("releases").as_bytes()).map_err(|error| out_of(&error, to))?;
        }
        let written = Written { path: to.display().to_string(), releases: 0, processes: 0 };
        Ok(Self { file, unfinished, head, lines, written })
    }

    fn process(&mut self, ocid: &str, process: &Process) -> std::io::Result<()> {
        let releases: Vec<String> = process
            .releases()
            .iter()
            .enumerate()
            .map(|(place, release)| package::release_out(release, || format!("{ocid}-{place}")))
            .collect();
        if self.lines {
            let package = self.head.release_package(&releases);
            // A release as received may stand on several lines; inside texts JSON has no line breaks.
            self.file.write_all(package.replace(['\n', '\r'], " ").as_bytes())?;
            self.file.write_all(b"\n")?;
        } else {
            if self.written.releases > 0 {
                self.file.write_all(b",\n")?;
            }
            self.file.write_all(releases.join(",\n").as_bytes())?;
        }
        self.written.processes += 1;
        self.written.releases += u64::try_from(releases.len()).unwrap_or(0);
        Ok(())
    }

    fn finish(mut self, to: &Path) -> Result<Written, Failure> {
        let end = if self.lines { Ok(()) } else { self.file.write_all(CLOSE.as_bytes()) };
        end.and_then(|()| self.file.flush())
            .and_then(|()| self.file.get_ref().sync_all())
            .and_then(|()| std::fs::rename(&self.unfinished, to))
            .map_err(|error| out_of(&error, to))?;
        Ok(self.written)
    }
}

fn out_of(error: &std::io::Error, to: &Path) -> Failure {
    Failure::new(
        "EXPORT_FAILED",
        error.to_string(),
        "name a file in a folder that can be written, with room left",
    )
    .at(to.display())
}

fn unreadable(error: ReleasesError) -> Failure {
    match error {
        ReleasesError::Store(error) => error.into(),
        error @ ReleasesError::Damaged { .. } => Failure::new(
            "RELEASE_DAMAGED",
            error.to_string(),
            "restore the database from a backup, or raise ocds.caps to what they were",
        ),
    }
}
