//! How long the hub takes to load a large file of OCDS releases, against only parsing the same file.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{
    database::Engine,
    hub::Hub,
    process::Ran,
    workload::{ReleaseFile, Workload},
};

/// One round on one engine: stored, merged, mapped and linked.
pub(crate) fn round(
    binary: &Path,
    engine: &Engine,
    folder: &Path,
    cache_mib: u32,
    workload: &Workload,
    file: &ReleaseFile,
) -> Result<Ran> {
    Hub::set_up(binary, engine, &folder.join("hub"), cache_mib, workload)?.ingest_releases(file)
}

/// The floor: each line read and parsed to values in memory, by one thread, and dropped.
pub(crate) fn parse(file: &ReleaseFile) -> Result<Duration> {
    let started = Instant::now();
    let mut reader = BufReader::with_capacity(1 << 20, File::open(&file.path)?);
    let (mut line, mut releases) = (String::new(), 0);
    while reader.read_line(&mut line)? > 0 {
        let value: Value = serde_json::from_str(&line).context("a generated release is no JSON")?;
        releases += u64::from(value.is_object());
        line.clear();
    }
    anyhow::ensure!(releases == file.releases, "{releases} releases were read, not {}", file.releases);
    Ok(started.elapsed())
}
