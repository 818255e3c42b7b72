//! Taking files into the hub.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anchorhub_entities::{OrgId, Period, document, feed, feed::FeedKind};
use anchorhub_ocds::Rules;
use anchorhub_store::Database;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{
    document::{Task, load},
    run::Run,
    stored,
};
use crate::{
    Caps, IngestCode, IngestError, Receipt,
    adapter::Adapter,
    archive::Archive,
    feeds,
    feeds::FeedSetup,
    progress::Progress,
    reference,
    spool::{Spooled, spool},
};

/// Takes documents into a hub: copies, archives, reads and loads them.
#[derive(Clone, Debug)]
pub struct Ingestor {
    pub(crate) database: Database,
    pub(crate) caps: Caps,
    pub(crate) release_caps: anchorhub_ocds::Caps,
    pub(crate) rules: Rules,
    archive: Archive,
    temporary: PathBuf,
    adapters: PathBuf,
}

/// What to take in, and as whose.
#[derive(Clone, Debug)]
pub struct IngestRequest {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// Whose data it is.
    pub institution: OrgId,
    /// What the documents hold.
    pub kind: FeedKind,
    /// Name of the feed within the institution, the kind if none is given; made if there is none yet.
    pub feed: Option<String>,
    /// Period that the sender states.
    pub period: Option<Period>,
}

/// A run that takes documents one after the other.
#[derive(Debug)]
pub struct OpenRun {
    feed: feed::Model,
    adapter: Option<Arc<Adapter>>,
    run: Run,
}

impl Ingestor {
    /// An ingestor that keeps temporary files in one folder and finds adapters in another.
    pub fn new(
        database: Database,
        archive: Archive,
        temporary: PathBuf,
        adapters: PathBuf,
        caps: Caps,
    ) -> Result<Self, IngestError> {
        std::fs::create_dir_all(&temporary).map_err(|error| IngestError::io(&error, &temporary))?;
        let (release_caps, rules) = (anchorhub_ocds::Caps::default(), Rules::default());
        Ok(Self { database, caps, release_caps, rules, archive, temporary, adapters })
    }

    /// Reads OCDS releases within these bounds and merges them by these rules, instead of the default ones.
    #[must_use]
    pub fn with_ocds(mut self, caps: anchorhub_ocds::Caps, rules: Rules) -> Self {
        (self.release_caps, self.rules) = (caps, rules);
        self
    }

    /// Takes in files and folders as documents of one feed; gives a receipt for each file. An error ends
    /// the whole run; a file that fails has a receipt that says so, and the others go on.
    pub async fn ingest_paths(
        &self,
        request: &IngestRequest,
        progress: &Arc<dyn Progress>,
        on_receipt: &mut (dyn FnMut(&Receipt) + Send),
    ) -> Result<(), IngestError> {
        // An unknown institution is refused before anything else.
        reference::institution(&self.database, &request.institution).await?;
        let files = expand(&request.paths)?;
        let feed = self.feed_of(request).await?;
        self.ingest_files(&feed, &files, request.period, progress, on_receipt).await?;
        self.refresh_links().await;
        Ok(())
    }

    /// Takes in what the location of a feed holds now. A paused feed (`FEED_PAUSED`) takes nothing.
    pub async fn run_feed(
        &self,
        code: &str,
        progress: &Arc<dyn Progress>,
        on_receipt: &mut (dyn FnMut(&Receipt) + Send),
    ) -> Result<(), IngestError> {
        let feed = feeds::find(&self.database, code).await?;
        if feed.paused {
            return Err(IngestError::new(
                IngestCode::FeedPaused,
                format!("{code} is paused: `anchorhub feed resume {code}` lets it take documents again"),
            ));
        }
        let location = feed.location.as_ref().ok_or_else(|| {
            IngestError::new(
                IngestCode::FeedInvalid,
                format!("{code} has no location: `anchorhub feed add` with --location gives it one"),
            )
        })?;
        let files = expand(&[PathBuf::from(location)])?;
        self.ingest_files(&feed, &files, None, progress, on_receipt).await?;
        self.refresh_links().await;
        Ok(())
    }

    async fn ingest_files(
        &self,
        feed: &feed::Model,
        files: &[PathBuf],
        period: Option<Period>,
        progress: &Arc<dyn Progress>,
        on_receipt: &mut (dyn FnMut(&Receipt) + Send),
    ) -> Result<(), IngestError> {
        let mut run = self.open_run(feed).await?;
        let mut done = Ok(());
        for path in files {
            match self.take(&mut run, path, period, progress).await {
                Ok(receipt) => on_receipt(&receipt),
                Err(error) => {
                    done = Err(error);
                    break;
                }
            }
        }
        self.end_run(run, done).await
    }

    /// Begins a run that takes documents of a feed one after the other, as they come.
    pub async fn open_run(&self, feed: &feed::Model) -> Result<OpenRun, IngestError> {
        let adapter = self.adapter_of(feed)?;
        Ok(OpenRun { adapter, run: Run::begin(&self.database, feed).await?, feed: feed.clone() })
    }

    /// Takes in one file. Links are not made anew (`refresh_links`). An error is one of the hub; a file that
    /// fails has a receipt that says so.
    pub async fn take(
        &self,
        open: &mut OpenRun,
        path: &Path,
        period: Option<Period>,
        progress: &Arc<dyn Progress>,
    ) -> Result<Receipt, IngestError> {
        let OpenRun { feed, adapter, run } = open;
        let bytes = std::fs::metadata(path).map(|metadata| metadata.len()).ok();
        progress.start(bytes.map(|bytes| bytes * (1 + readings(feed))), &file_name(path));
        let receipt = self.ingest_file(feed, run.id(), path, period, adapter.clone(), progress).await;
        progress.finish();
        run.count(&receipt);
        run.keep_count(&self.database).await?;
        Ok(receipt)
    }

    /// Ends a run, and gives back what came of it. After an error it is interrupted; what it took in is whole, and stays. A
    /// run that is never ended is marked as interrupted when the next begins.
    pub async fn end_run<E: From<IngestError>>(&self, open: OpenRun, done: Result<(), E>) -> Result<(), E> {
        let ended = open.run.end(&self.database, done.is_ok()).await;
        match (done, ended) {
            (Ok(()), ended) => Ok(ended?),
            (Err(error), ended) => {
                // Why it broke off is what counts; the next run marks this one, if it cannot be written down now.
                if let Err(unwritten) = ended {
                    tracing::warn!(error = %unwritten, "the end of a run could not be written down");
                }
                Err(error)
            }
        }
    }

    /// Reads a document again from the archive, as if it had just come; its source is not needed.
    pub async fn reread(&self, sha256: &str, progress: &Arc<dyn Progress>) -> Result<Receipt, IngestError> {
        let document = document::Entity::find()
            .filter(document::Column::Sha256.eq(sha256))
            .order_by_desc(document::Column::Id)
            .one(self.database.write())
            .await?
            .ok_or_else(|| {
                IngestError::new(
                    IngestCode::NotArchived,
                    format!("the hub has never received a document {sha256}"),
                )
            })?;
        let feed = feed::Entity::find_by_id(document.feed_id).one(self.database.write()).await?.ok_or_else(
            || IngestError::new(IngestCode::UnknownFeed, format!("the feed of document {sha256} is gone")),
        )?;
        let adapter = self.adapter_of(&feed)?;
        let raw = tempfile::Builder::new()
            .prefix("reread-")
            .tempfile_in(&self.temporary)
            .map_err(|error| IngestError::io(&error, &self.temporary))?;
        let bytes = self.archive.unpack(sha256, raw.path()).await?;
        let spooled = Spooled { raw: raw.into_temp_path(), sha256: sha256.to_owned(), bytes, census: None };
        let mut run = Run::begin(&self.database, &feed).await?;
        progress.start(Some(bytes * readings(&feed)), &document.name);
        let period = stored::period_of(&document);
        let task = Task {
            feed: &feed,
            run_id: run.id(),
            name: document.name.clone(),
            file: document.name.clone(),
            spooled: &spooled,
            period,
            adapter,
            again: true,
            archiving: None,
        };
        let outcome = load(self, task, Arc::clone(progress)).await;
        progress.finish();
        let mut receipt = match outcome {
            Ok(receipt) => receipt,
            Err(error) => {
                self.failure(&feed, run.id(), &document.name, document.name.clone(), Some(&spooled), &error)
                    .await
            }
        };
        run.count(&receipt);
        run.end(&self.database, true).await?;
        receipt.notes.extend(self.refresh_links().await);
        Ok(receipt)
    }

    async fn feed_of(&self, request: &IngestRequest) -> Result<feed::Model, IngestError> {
        let name = request.feed.as_deref().unwrap_or(request.kind.name());
        match feeds::find(&self.database, &format!("{}.{name}", request.institution)).await {
            Err(error) if error.kind() == IngestCode::UnknownFeed => {
                feeds::set_up(
                    &self.database,
                    &FeedSetup::new(request.institution.clone(), request.kind, name),
                )
                .await
            }
            found => found,
        }
    }

    async fn ingest_file(
        &self,
        feed: &feed::Model,
        run_id: i64,
        path: &Path,
        period: Option<Period>,
        adapter: Option<Arc<Adapter>>,
        progress: &Arc<dyn Progress>,
    ) -> Receipt {
        let (name, file) = (file_name(path), path.display().to_string());
        let spooled = match self.spool(path, progress).await {
            Ok(spooled) => spooled,
            Err(error) => return Receipt::failed(feed.kind, file, None, &error),
        };
        let outcome =
            self.archive_and_load(feed, run_id, &name, &file, &spooled, period, adapter, progress).await;
        match outcome {
            Ok(receipt) => receipt,
            Err(error) => self.failure(feed, run_id, &name, file, Some(&spooled), &error).await,
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one call, of parts that the caller has taken apart to report failures"
    )]
    async fn archive_and_load(
        &self,
        feed: &feed::Model,
        run_id: i64,
        name: &str,
        file: &str,
        spooled: &Spooled,
        period: Option<Period>,
        adapter: Option<Arc<Adapter>>,
        progress: &Arc<dyn Progress>,
    ) -> Result<Receipt, IngestError> {
        if let Some(held) = stored::find_loaded(&self.database, feed, &spooled.sha256).await?
            && (feed.kind == FeedKind::Ocds
                || period.is_none_or(|period| stored::period_of(&held) == Some(period)))
        {
            return stored::unchanged_receipt(file.to_owned(), &held);
        }
        let archive = self.archive.clone();
        let archiving = tokio::spawn(archive.keep(
            spooled.sha256.clone(),
            spooled.raw.to_path_buf(),
            self.temporary.clone(),
        ));
        let task = Task {
            feed,
            run_id,
            name: name.to_owned(),
            file: file.to_owned(),
            spooled,
            period,
            adapter,
            again: false,
            archiving: Some(archiving),
        };
        load(self, task, Arc::clone(progress)).await
    }

    async fn spool(&self, path: &Path, progress: &Arc<dyn Progress>) -> Result<Spooled, IngestError> {
        let (path, folder, caps, progress) =
            (path.to_owned(), self.temporary.clone(), self.caps, Arc::clone(progress));
        tokio::task::spawn_blocking(move || spool(&path, &folder, &caps, progress.as_ref())).await.map_err(
            |error| IngestError::new(IngestCode::Internal, format!("copying a document failed: {error}")),
        )?
    }

    /// The receipt of a failure, which the hub remembers if it can.
    async fn failure(
        &self,
        feed: &feed::Model,
        run_id: i64,
        name: &str,
        file: String,
        spooled: Option<&Spooled>,
        error: &IngestError,
    ) -> Receipt {
        if let Some(spooled) = spooled
            && error.kind() != IngestCode::Database
            && let Err(second) =
                stored::remember_failure(&self.database, feed, run_id, name, spooled, error).await
        {
            tracing::warn!(error = %second, "a failed document could not be recorded");
        }
        Receipt::failed(feed.kind, file, spooled.map(|spooled| spooled.sha256.clone()), error)
    }

    fn adapter_of(&self, feed: &feed::Model) -> Result<Option<Arc<Adapter>>, IngestError> {
        // An adapter named after the feed applies without being named.
        let named = feed.adapter.as_deref();
        let path = self.adapters.join(format!("{}.toml", named.unwrap_or(&feed.code)));
        if named.is_none() && !path.exists() {
            return Ok(None);
        }
        Adapter::load(&path).map(|adapter| Some(Arc::new(adapter)))
    }
}

/// How often the copy of a document is read: a spend file for its encoding, for its layout, for its rows.
fn readings(feed: &feed::Model) -> u64 {
    match feed.kind {
        FeedKind::Spend | FeedKind::Contracts => 3,
        FeedKind::Ocds => 1,
    }
}

/// Files in the order in which they will be taken; folders are entered, hidden files left alone.
fn expand(paths: &[PathBuf]) -> Result<Vec<PathBuf>, IngestError> {
    let mut files = Vec::new();
    for path in paths {
        let metadata = std::fs::metadata(path).map_err(|error| IngestError::io(&error, path))?;
        if !metadata.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries = std::fs::read_dir(path).map_err(|error| IngestError::io(&error, path))?;
        let mut inside: Vec<PathBuf> = entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| !file_name(path).starts_with('.'))
            .collect();
        inside.sort();
        files.extend(expand(&inside)?);
    }
    Ok(files)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
