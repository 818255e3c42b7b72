//! Releases on their way from the reading thread to the database.

use std::{
    collections::{BTreeSet, hash_map::DefaultHasher},
    fmt::{self, Write as _},
    fs::File,
    hash::{Hash as _, Hasher as _},
    io::BufReader,
    path::Path,
};

use anchorhub_ocds::{
    Caps, Object, OcdsCode, OcdsError, Release, Releases, Rules, Skipped, Value,
    facts::{self, UnmappedPath},
    london,
    warnings::{self, WarningCode},
};
use chrono::{DateTime, NaiveDate, SubsecRound as _, Utc};
use rustc_hash::FxHashMap;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc::Sender;

use super::{body, key::indexed};
use crate::{IngestCode, IngestError, archive::hex, load::rows::without_nul, progress::Progress};

/// Releases handed over at once, and bytes of their compressed texts: enough that a statement pays, few enough
/// that memory stays small.
const RELEASES: usize = 200;
const BYTES: usize = 2 << 20;
/// Characters kept of a rejected release.
const RAW: usize = 4_000;

/// A release as it is stored.
#[derive(Debug)]
pub(super) struct Found {
    /// Position in the document, from 0.
    pub(super) place: i64,
    pub(super) ocid: String,
    pub(super) release_id: Option<String>,
    /// Instant of its date, to the microsecond.
    pub(super) dated_at: Option<DateTime<Utc>>,
    /// How many releases of the same process and instant stand before it in the document.
    pub(super) tie: i32,
    pub(super) sha256: String,
    pub(super) tags: String,
    pub(super) notice_type: Option<String>,
    /// Warnings as JSON, and which there are.
    pub(super) warnings: String,
    pub(super) codes: BTreeSet<WarningCode>,
    /// What the model does not hold of it.
    pub(super) unmapped: Vec<UnmappedPath>,
    pub(super) body: Vec<u8>,
}

/// A release that cannot be taken.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) place: i64,
    pub(super) code: OcdsCode,
    /// What is wrong and what to do, with the place in the file.
    pub(super) hint: String,
    pub(super) raw: String,
}

/// Some releases of a document.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) found: Vec<Found>,
    pub(super) refused: Vec<Refused>,
    bytes: usize,
}

/// What only the whole document shows.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Releases in it, those that cannot be taken among them.
    pub(super) releases: u64,
    pub(super) skipped: Skipped,
    first: Option<DateTime<Utc>>,
    last: Option<DateTime<Utc>>,
}

/// Reads a document and hands its releases over.
pub(super) fn read(
    path: &Path,
    caps: Caps,
    rules: &Rules,
    sender: &Sender<Batch>,
    progress: &dyn Progress,
) -> Result<Seen, IngestError> {
    let file = File::open(path).map_err(|error| IngestError::io(&error, path))?;
    let mut releases = Releases::new(BufReader::with_capacity(1 << 16, file), caps);
    let (mut seen, mut ties, mut batch) = (Seen::default(), Ties::default(), Batch::default());
    let mut told = 0;
    for release in releases.by_ref() {
        let place = i64::try_from(seen.releases).unwrap_or(i64::MAX);
        seen.releases += 1;
        match release {
            Ok(release) => {
                let byte = release.position().byte;
                progress.advance(byte.saturating_sub(told));
                told = byte;
                seen.note(release.instant());
                let found = found(&release, place, ties.next(&release), rules)?;
                batch.bytes += found.body.len();
                batch.found.push(found);
            }
            Err(error) => batch.refused.push(refused(error, place)?),
        }
        if batch.found.len() + batch.refused.len() >= RELEASES || batch.bytes >= BYTES {
            progress.rows(seen.releases);
            hand_over(sender, std::mem::take(&mut batch))?;
        }
    }
    progress.rows(seen.releases);
    hand_over(sender, batch)?;
    seen.skipped = releases.skipped();
    Ok(seen)
}

fn hand_over(sender: &Sender<Batch>, batch: Batch) -> Result<(), IngestError> {
    // The receiver is gone only when loading has failed; its error is the one to report.
    sender
        .blocking_send(batch)
        .map_err(|_| IngestError::new(IngestCode::Internal, "loading stopped before the document was read"))
}

/// An error that concerns one release alone; any other ends the document.
fn refused(error: OcdsError, place: i64) -> Result<Refused, IngestError> {
    let Some(raw) = error.release() else { return Err(error.into()) };
    let at = error.position().map(|at| format!(" ({at})")).unwrap_or_default();
    Ok(Refused {
        place,
        code: error.code(),
        hint: format!("{}{at}", error.code().hint()),
        raw: without_nul(&raw.chars().take(RAW).collect::<String>()),
    })
}

fn found(release: &Release, place: i64, tie: i32, rules: &Rules) -> Result<Found, IngestError> {
    let warnings = warnings::check(release, rules);
    Ok(Found {
        place,
        ocid: indexed(release.ocid()),
        release_id: release.id().map(without_nul),
        dated_at: release.instant().map(storable),
        tie,
        sha256: content_hash(release.fields()),
        tags: without_nul(&tags(release.fields())),
        notice_type: facts::notice_kind(release).as_deref().map(without_nul),
        warnings: warnings_json(warnings.iter().map(|warning| (warning.code, warning.path.as_str())))?,
        codes: warnings.iter().map(|warning| warning.code).collect(),
        unmapped: facts::unmapped(release.fields()),
        body: body::pack(release.text())?,
    })
}

/// The instant as both engines keep it: PostgreSQL counts microseconds.
fn storable(instant: DateTime<Utc>) -> DateTime<Utc> {
    instant.trunc_subsecs(6)
}

/// One warning as the database keeps it.
#[derive(Serialize)]
struct KeptWarning<'a> {
    code: &'static str,
    path: &'a str,
}

/// Warnings as the database keeps them.
pub(super) fn warnings_json<'a>(
    warnings: impl Iterator<Item = (WarningCode, &'a str)>,
) -> Result<String, IngestError> {
    let kept: Vec<KeptWarning<'_>> =
        warnings.map(|(code, path)| KeptWarning { code: code.code(), path }).collect();
    serde_json::to_string(&kept).map_err(|error| {
        IngestError::new(IngestCode::Internal, format!("warnings cannot be written: {error}"))
    })
}

/// SHA-256 of what a release says, written out without white space.
fn content_hash(fields: &Object) -> String {
    struct Hashing(Sha256);
    impl fmt::Write for Hashing {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0.update(text.as_bytes());
            Ok(())
        }
    }
    let mut hashing = Hashing(Sha256::new());
    // Writing to a hash cannot fail.
    let _ = write!(hashing, "{fields}");
    hex(&hashing.0.finalize())
}

fn tags(fields: &Object) -> String {
    match fields.get("tag") {
        Some(Value::Array(tags)) => tags.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","),
        Some(Value::String(tag)) => tag.clone(),
        _ => String::new(),
    }
}

/// Counts releases of the same process and instant.
#[derive(Default)]
struct Ties(FxHashMap<u64, i32>);

impl Ties {
    /// How many came before this one. Processes are told apart by a hash: were two ever taken for one, a count
    /// would be higher than it has to be, which changes no order.
    fn next(&mut self, release: &Release) -> i32 {
        let mut hasher = DefaultHasher::new();
        (release.ocid(), release.instant()).hash(&mut hasher);
        let count = self.0.entry(hasher.finish()).or_default();
        let before = *count;
        *count = count.saturating_add(1);
        before
    }
}

impl Seen {
    pub(super) fn note(&mut self, instant: Option<DateTime<Utc>>) {
        if let Some(instant) = instant {
            self.first = Some(self.first.map_or(instant, |first| first.min(instant)));
            self.last = Some(self.last.map_or(instant, |last| last.max(instant)));
        }
    }

    /// The days of the first and the last dated release, by UK clocks.
    pub(super) fn days(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let day = |instant: Option<DateTime<Utc>>| instant.map(|instant| london::civil(instant).date());
        (day(self.first), day(self.last))
    }
}
