//! `anchorhub ocds`.

use std::{
    collections::{BTreeMap, HashMap},
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
};

use anchorhub_ingest::IngestError;
use anchorhub_ocds::{
    Caps, Merger, OcdsError, Process, Release, Releases, Rules,
    warnings::{self, Warning, WarningCode},
};
use clap::{Args, Subcommand};

use crate::{config::Config, failure::Failure, hub, output};

/// Work on OCDS files without a hub
#[derive(Debug, Args)]
pub(crate) struct Ocds {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Merge(Merge),
}

impl Ocds {
    pub(crate) async fn run(self, config: &Config) -> Result<(), Failure> {
        match self.action {
            Action::Merge(command) => command.run(config).await,
        }
    }
}

/// Merge the releases in a file, by the rules of OCDS 1.1
///
/// Prints the compiled release of each ocid as one JSON object a line, in the order in which the file first
/// names them. Objects of one list with the same id are all kept.
#[derive(Debug, Args)]
struct Merge {
    /// Release package, record package, release, an array of these, or JSON Lines
    file: PathBuf,

    /// Print versioned releases: all values of each field, with the release that brought each
    #[arg(long)]
    versioned: bool,
}

impl Merge {
    async fn run(self, config: &Config) -> Result<(), Failure> {
        let caps = config.ocds.caps;
        let rules = Rules::default().with(&config.ocds.merge).map_err(|error| failure(&error, None))?;
        hub::blocking(move || self.merge(caps, &rules)).await?
    }

    fn merge(&self, caps: Caps, rules: &Rules) -> Result<(), Failure> {
        let merger = Merger::new(rules.clone());
        for process in self.processes(caps, rules)? {
            let releases: Result<Vec<_>, _> = process
                .into_iter()
                .map(|kept| Ok(Release::parse(kept.text.into(), &caps)?.with_publication(kept.publication)))
                .collect();
            let process = Process::new(releases.map_err(|error| failure(&error, Some(&self.file)))?);
            let merged = if self.versioned {
                merger.versions(process.releases())
            } else {
                merger.compile(process.releases())
            };
            output::line(&merged.to_string())?;
        }
        Ok(())
    }

    /// The releases of the file by ocid.
    fn processes(&self, caps: Caps, rules: &Rules) -> Result<Vec<Vec<Kept>>, Failure> {
        let file = File::open(&self.file).map_err(|error| IngestError::io(&error, &self.file))?;
        let mut processes: Vec<Vec<Kept>> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut oddities = Oddities::default();
        let mut stream = Releases::new(BufReader::with_capacity(1 << 16, file), caps);
        for release in stream.by_ref() {
            let release = release.map_err(|error| failure(&error, Some(&self.file)))?;
            oddities.note(&release, warnings::check(&release, rules));
            let place = *places.entry(release.ocid().to_owned()).or_insert(processes.len());
            if place == processes.len() {
                processes.push(Vec::new());
            }
            if let Some(process) = processes.get_mut(place) {
                process.push(Kept { publication: release.publication(), text: release.into_text().into() });
            }
        }
        let skipped = stream.skipped();
        if skipped.links + skipped.records > 0 {
            tracing::warn!(
                links = skipped.links,
                records = skipped.records,
                "releases are only linked to: not merged"
            );
        }
        oddities.tell();
        Ok(processes)
    }
}

/// What is kept of a release until all of its process are there: read, it would take ten times the memory.
struct Kept {
    publication: u64,
    text: Box<str>,
}

/// The warnings of all releases: how often, and where first.
#[derive(Default)]
struct Oddities(BTreeMap<WarningCode, (u64, String)>);

impl Oddities {
    fn note(&mut self, release: &Release, found: Vec<Warning>) {
        for warning in found {
            let place =
                || format!("{} {} {}", release.ocid(), release.id().unwrap_or_default(), warning.path);
            self.0.entry(warning.code).or_insert_with(|| (0, place())).0 += 1;
        }
    }

    fn tell(&self) {
        for (code, (count, first)) in &self.0 {
            if *code == WarningCode::RepeatedId {
                // Other programs lose what is kept here: whoever compares results has to know.
                tracing::warn!(%code, count, first, "{}", code.hint());
            } else {
                tracing::info!(%code, count, first, "{}", code.hint());
            }
        }
    }
}

fn failure(error: &OcdsError, file: Option<&Path>) -> Failure {
    let failure = Failure::new(error.code().code(), error.message(), error.code().hint());
    match (file, error.position()) {
        (Some(file), Some(position)) => failure.at(format!("{}, {position}", file.display())),
        (Some(file), None) => failure.at(file.display()),
        (None, _) => failure,
    }
}
