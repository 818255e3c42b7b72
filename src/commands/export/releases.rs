//! Releases, as they were received.

use std::path::Path;

use anchorhub_api::releases::{ReleaseLibrary, ReleasesError};
use anchorhub_ocds::{
    Process,
    package::{self, CLOSE, PackageHead},
};
use chrono::{SecondsFormat, Utc};
use serde::Serialize;

use super::unfinished::Unfinished;
use crate::{failure::Failure, progress};

/// Processes read at once.
const CHUNK: u64 = 200;

/// What an export of releases has written.
#[derive(Debug, Serialize)]
pub(super) struct Written {
    pub(super) path: String,
    pub(super) releases: u64,
    pub(super) processes: u64,
}

/// Writes every release that counts.
pub(super) async fn write(
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
            out.process(&ocid, &process)?;
        }
        progress.rows(out.written.releases);
    }
    progress.finish();
    out.finish()
}

/// The package on its way.
struct Out {
    file: Unfinished,
    head: PackageHead,
    lines: bool,
    written: Written,
}

impl Out {
    fn create(to: &Path, publisher: &str) -> Result<Self, Failure> {
        let mut file = Unfinished::create(to)?;
        let head = PackageHead {
            // A file has no address of its own.
            uri: "urn:anchorhub:export".to_owned(),
            publisher: publisher.to_owned(),
            published: Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true),
            next: None,
            later: None,
        };
        let lines = to.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("jsonl"));
        if !lines {
            file.write(head.open("releases").as_bytes())?;
        }
        let written = Written { path: to.display().to_string(), releases: 0, processes: 0 };
        Ok(Self { file, head, lines, written })
    }

    fn process(&mut self, ocid: &str, process: &Process) -> Result<(), Failure> {
        let releases: Vec<String> = process
            .releases()
            .iter()
            .enumerate()
            .map(|(place, release)| package::release_out(release, || format!("{ocid}-{place}")))
            .collect();
        if self.lines {
            let package = self.head.release_package(&releases);
            // A release as received may stand on several lines; inside texts JSON has no line breaks.
            self.file.write(package.replace(['\n', '\r'], " ").as_bytes())?;
            self.file.write(b"\n")?;
        } else {
            if self.written.releases > 0 {
                self.file.write(b",\n")?;
            }
            self.file.write(releases.join(",\n").as_bytes())?;
        }
        self.written.processes += 1;
        self.written.releases += u64::try_from(releases.len()).unwrap_or(0);
        Ok(())
    }

    fn finish(mut self) -> Result<Written, Failure> {
        if !self.lines {
            self.file.write(CLOSE.as_bytes())?;
        }
        self.file.finish()?;
        Ok(self.written)
    }
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
