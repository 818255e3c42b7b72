//! A dry run: what would be read from a file of releases. Writes nothing.

use std::{
    collections::hash_map::DefaultHasher,
    fs::File,
    hash::{Hash as _, Hasher as _},
    io::{BufRead as _, BufReader},
    path::Path,
};

use anchorhub_ocds::{Caps, Release, Releases, Rules, facts, warnings};
use rustc_hash::FxHashSet;

use super::read::Seen;
use crate::{Content, IngestError, Receipt, ReleasesReceipt, progress::Progress};

/// Different paths listed as not mapped: beyond that the file is no release as anybody publishes it.
const PATHS: usize = 10_000;

/// Whether a file holds JSON, by its first character.
pub fn holds_json(path: &Path) -> Result<bool, IngestError> {
    let file = File::open(path).map_err(|error| IngestError::io(&error, path))?;
    let mut reader = BufReader::with_capacity(4_096, file);
    let start = reader.fill_buf().map_err(|error| IngestError::io(&error, path))?;
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    Ok(matches!(text.first(), Some(b'{' | b'[')))
}

/// Reads a file of OCDS releases as `ingest` would, and returns the receipt that it would get from a hub that
/// holds none of them.
pub fn inspect_releases(
    path: &Path,
    caps: Caps,
    rules: &Rules,
    progress: &dyn Progress,
) -> Result<Receipt, IngestError> {
    let file = File::open(path).map_err(|error| IngestError::io(&error, path))?;
    progress.start(file.metadata().map(|metadata| metadata.len()).ok(), &path.display().to_string());
    let mut releases = Releases::new(BufReader::with_capacity(1 << 16, file), caps);
    let (mut read, mut seen) = (ReleasesReceipt::default(), Seen::default());
    let mut processes: FxHashSet<u64> = FxHashSet::default();
    for release in releases.by_ref() {
        read.releases += 1;
        match release {
            Ok(release) => {
                read.stored += 1;
                seen.note(release.instant());
                let mut hasher = DefaultHasher::new();
                release.ocid().hash(&mut hasher);
                processes.insert(hasher.finish());
                count(&mut read, &release, rules);
            }
            Err(error) if error.release().is_some() => {
                read.rejected += 1;
                *read.rejections.entry(error.code().code().to_owned()).or_default() += 1;
            }
            Err(error) => return Err(error.into()),
        }
    }
    progress.finish();
    read.links = releases.skipped().links;
    read.processes = processes.len() as u64;
    let (first_date, last_date) = seen.days();
    read.first_date = first_date.map(|day| day.to_string());
    read.last_date = last_date.map(|day| day.to_string());
    Ok(Receipt::read(path.display().to_string(), Content::Releases(read)))
}

/// Counts what is odd about a release, and what the model does not hold of it.
fn count(read: &mut ReleasesReceipt, release: &Release, rules: &Rules) {
    let mut codes: Vec<&str> =
        warnings::check(release, rules).iter().map(|warning| warning.code.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        *read.warnings.entry(code.to_owned()).or_default() += 1;
    }
    for unmapped in facts::unmapped(release.fields()) {
        if let Some(releases) = read.unmapped.get_mut(&unmapped.path) {
            *releases += 1;
        } else if read.unmapped.len() < PATHS {
            read.unmapped.insert(unmapped.path, 1);
        }
    }
}
