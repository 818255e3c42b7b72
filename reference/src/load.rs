//! One load: read, write, take over, tidy up.

mod feed;

use std::path::PathBuf;

use anchorhub_store::{Database, LoadTx, StoreError, StoreErrorKind};
use chrono::Utc;
use tokio::{sync::mpsc, task::spawn_blocking};

use self::feed::{Batch, Fed, feed};
use crate::{
    Kind, Outcome, ReferenceError, Report, Told, Watch,
    edition::{self, NewEdition},
    read::{Reading, read},
    source::Origin,
    turns::Turns,
};

/// What to load.
#[derive(Clone, Debug)]
pub struct LoadFile {
    /// What the file describes.
    pub kind: Kind,
    /// The file: CSV, tab-separated text or JSON, plain, in a ZIP or compressed with gzip.
    pub path: PathBuf,
    /// What its publisher calls it; none: what the file says, else today.
    pub version: Option<String>,
    /// Load it also when its bytes are those of the edition that counts, as rules of names may have changed since.
    pub again: bool,
    /// Folder for temporary files: up to the size of the file, unpacked.
    pub temporary: PathBuf,
}

/// Loads a file; its rows take the place of the edition before.
///
/// Fails, and changes nothing that counts, when the file cannot be read, when its layout is unknown, or when none of
/// its rows can be taken. Single rows that cannot be taken are listed in the report.
pub async fn load_file(
    database: &Database,
    load: &LoadFile,
    watch: &Watch,
) -> Result<Report, ReferenceError> {
    let origin = Origin::File(load.path.clone());
    load_origin(database, load, origin, watch).await
}

/// Reads a file as a load does, and writes nothing.
pub fn inspect(load: &LoadFile, watch: &Watch) -> Result<Report, ReferenceError> {
    let origin = Origin::File(load.path.clone());
    let print = origin.fingerprint()?;
    make_folder(load)?;
    let reading = read(&origin, &print, load.kind, &load.temporary, watch)?;
    let version = version(load, &reading);
    let mut report = feed::drain(reading)?;
    report.version = version;
    Ok(report)
}

pub(crate) async fn load_origin(
    database: &Database,
    load: &LoadFile,
    origin: Origin,
    watch: &Watch,
) -> Result<Report, ReferenceError> {
    let (print, origin) = {
        let origin = origin.clone();
        blocking(move || origin.fingerprint().map(|print| (print, origin))).await?
    };
    if !load.again
        && let Some((kind, version)) =
            edition::is_current(database, load.kind.candidates(), &print.sha256).await?
    {
        let mut report = Report::new(kind, origin.name());
        report.version = version;
        report.outcome = Outcome::Unchanged;
        return Ok(report);
    }
    let reading = {
        let (load, origin, print, watch) = (load.clone(), origin.clone(), print.clone(), watch.clone());
        blocking(move || {
            make_folder(&load)?;
            read(&origin, &print, load.kind, &load.temporary, &watch)
        })
        .await?
    };
    edition::remove_leftovers(database).await?;
    let new = NewEdition {
        kind: reading.kind,
        version: version(load, &reading),
        source: source(&origin),
        sha256: print.sha256,
    };
    let edition_id = edition::begin(database, &new).await?;
    let mut report = match write(database, edition_id, reading, watch).await {
        Ok(report) => report,
        Err(error) => {
            // What is left over is removed by the next load in any case, only later.
            if let Err(second) = edition::give_up(database, edition_id).await {
                tracing::debug!(error = %second, "a failed load could not be given up");
            }
            return Err(error);
        }
    };
    edition::take_over(database, edition_id, new.kind, &report).await?;
    report.version = new.version;
    report.outcome = Outcome::Loaded;
    watch(Told::Removing);
    let removed = edition::remove_leftovers(database).await;
    watch(Told::Ended);
    if let Err(error) = removed {
        tracing::warn!(%error, "rows of the edition before could not be removed; the next load does it");
    }
    Ok(report)
}

fn make_folder(load: &LoadFile) -> Result<(), ReferenceError> {
    std::fs::create_dir_all(&load.temporary).map_err(|error| ReferenceError::io(&error, &load.temporary))
}

fn version(load: &LoadFile, reading: &Reading) -> String {
    let said = load.version.clone().or_else(|| reading.version.clone());
    said.unwrap_or_else(|| Utc::now().date_naive().to_string())
}

/// The name of the file, without its folders: they are nobody's business.
fn source(origin: &Origin) -> String {
    match origin {
        Origin::Shipped { name, .. } => (*name).to_owned(),
        Origin::File(path) => {
            path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
        }
    }
}

/// Batches that wait to be written.
const WAITING: usize = 2;

async fn write(
    database: &Database,
    edition_id: i32,
    reading: Reading,
    watch: &Watch,
) -> Result<Report, ReferenceError> {
    watch(Told::Writing(reading.tables.iter().map(|(_, sorter)| sorter.bytes()).sum()));
    let (sender, mut batches) = mpsc::channel::<Batch>(WAITING);
    let feeding = spawn_blocking(move || feed(reading, edition_id, &sender));
    let mut written = 0;
    let mut turns = Turns::new();
    while let Some(batch) = batches.recv().await {
        turns.next(database).await;
        written += batch.rows.len() as u64;
        let mut tx = patient(database).await?;
        edition::keep(&mut tx, edition_id, written).await?;
        tx.append_rows(batch.table.name, batch.table.columns, batch.rows).await?;
        tx.commit_unchanged().await?;
        watch(Told::Wrote(batch.bytes));
        watch(Told::Rows(written));
    }
    let fed = feeding.await.map_err(|error| ReferenceError::internal(format!("feeding stopped: {error}")))?;
    watch(Told::Ended);
    match fed? {
        Fed::All(report) => Ok(*report),
        Fed::Part => Err(ReferenceError::internal("rows were left over")),
    }
}

/// How often a transaction is begun anew while others hold SQLite's only writer; each time waits by itself for half a
/// minute.
const TRIES: usize = 20;

/// Begins a transaction. A long load is not given up because another one takes its time.
async fn patient(database: &Database) -> Result<LoadTx, StoreError> {
    for _ in 1..TRIES {
        match LoadTx::begin(database).await {
            Err(error) if error.kind() == StoreErrorKind::Locked => {
                tracing::info!("waiting for another writer");
            }
            result => return result,
        }
    }
    LoadTx::begin(database).await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ReferenceError> + Send + 'static,
) -> Result<T, ReferenceError> {
    spawn_blocking(work)
        .await
        .map_err(|error| ReferenceError::internal(format!("reading was stopped: {error}")))?
}
