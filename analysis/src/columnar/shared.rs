//! What all clones of an engine share: the present state, who makes the next one, and who scans.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use anchorhub_store::{Database, QueryBudget, StoreError, StoreErrorKind};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::{
    file::Folder,
    refresh::{Refreshed, in_background, refresh},
    settings::ColumnarSettings,
    state::State,
};

/// Shared by all clones of an engine.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) database: Database,
    pub(super) settings: ColumnarSettings,
    folder: Option<Folder>,
    present: RwLock<Option<Present>>,
    /// Looks at the database begun so far.
    looks: AtomicU64,
    /// Held by whoever makes the next state: one at a time.
    refreshing: tokio::sync::Mutex<()>,
    scanning: Arc<Semaphore>,
    /// Nothing is read any more.
    is_closed: watch::Sender<bool>,
    unsaved: Mutex<Unsaved>,
    /// Held by whoever writes files.
    saving: tokio::sync::Mutex<()>,
}

/// The present state.
#[derive(Debug)]
struct Present {
    state: Arc<State>,
    /// The number of the last look at the database that found it right.
    look: u64,
}

#[derive(Debug, Default)]
struct Unsaved {
    institutions: BTreeSet<i32>,
    /// Somebody will write them.
    is_scheduled: bool,
}

/// The right to scan.
pub(super) struct Turn {
    permits: OwnedSemaphorePermit,
}

impl Turn {
    /// Threads that may help the calling one.
    pub(super) fn helpers(&self) -> usize {
        self.permits.num_permits().saturating_sub(1)
    }
}

impl Shared {
    pub(super) fn new(database: Database, settings: ColumnarSettings) -> Self {
        let threads = settings.threads.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            folder: settings.folder.clone().map(Folder::new),
            database,
            settings,
            present: RwLock::default(),
            looks: AtomicU64::new(0),
            refreshing: tokio::sync::Mutex::default(),
            scanning: Arc::new(Semaphore::new(threads)),
            is_closed: watch::Sender::new(false),
            unsaved: Mutex::default(),
            saving: tokio::sync::Mutex::default(),
        }
    }

    /// The state as it is.
    pub(super) fn present(&self) -> Option<Arc<State>> {
        let present = self.present.read().unwrap_or_else(PoisonError::into_inner);
        present.as_ref().map(|present| Arc::clone(&present.state))
    }

    /// The state as it is, if the database was looked at after some look.
    fn seen_after(&self, look: u64) -> Option<Arc<State>> {
        let present = self.present.read().unwrap_or_else(PoisonError::into_inner);
        present.as_ref().filter(|present| present.look > look).map(|present| Arc::clone(&present.state))
    }

    /// A state that is no older than a version which the database has now. Whoever asks while one is being made waits for it, and then
    /// for the next one, which all who wait share; when the one who asked first gives up, it is made all the same.
    pub(super) async fn at_least(self: &Arc<Self>, version: i64) -> Result<Arc<State>, StoreError> {
        let (shared, asked) = (Arc::clone(self), self.looks.load(Ordering::SeqCst));
        // A task of its own has no budget: a first state may take longer than a question.
        let made = tokio::spawn(async move { shared.make(version, asked).await });
        within_budget(async {
            made.await.map_err(|error| {
                StoreError::new(StoreErrorKind::Other, format!("reading the columns ended: {error}"))
            })?
        })
        .await
    }

    /// `asked`: the last look that had begun when the state was asked for. What it found may be older than that.
    async fn make(self: Arc<Self>, version: i64, asked: u64) -> Result<Arc<State>, StoreError> {
        let _only = self.refreshing.lock().await;
        if let Some(state) = self.seen_after(asked) {
            return Ok(state);
        }
        let before = self.present();
        if let Some(state) = before.as_ref().filter(|state| state.data_version == version) {
            return Ok(Arc::clone(state));
        }
        let look = self.looks.fetch_add(1, Ordering::SeqCst) + 1;
        let mut is_closed = self.is_closed.subscribe();
        let made = tokio::select! {
            biased;
            _ = is_closed.wait_for(|is_closed| *is_closed) => Err(closed(())),
            made = refresh(&self.database, before.as_ref(), self.folder.as_ref()) => made,
        };
        let made = made?;
        let (state, changed) = match (made, before) {
            (Some(Refreshed { state, changed }), _) => (state, changed),
            (None, Some(state)) => (state, BTreeSet::new()),
            (None, None) => {
                return Err(StoreError::new(StoreErrorKind::Other, "no state of the columns was made"));
            }
        };
        tracing::debug!(data_version = state.data_version, changed = changed.len(), "columns are up to date");
        let present = Present { state: Arc::clone(&state), look };
        *self.present.write().unwrap_or_else(PoisonError::into_inner) = Some(present);
        self.schedule(changed);
        Ok(state)
    }

    /// A turn to scan: one thread for sure, and all others that nobody uses.
    pub(super) async fn turn(&self) -> Result<Turn, StoreError> {
        let mut permits =
            within_budget(async { Arc::clone(&self.scanning).acquire_owned().await.map_err(closed) }).await?;
        while let Ok(more) = Arc::clone(&self.scanning).try_acquire_owned() {
            permits.merge(more);
        }
        Ok(Turn { permits })
    }

    /// Has the files of institutions written after a while, so that many changes are written once.
    fn schedule(self: &Arc<Self>, changed: BTreeSet<i32>) {
        if self.folder.is_none() || changed.is_empty() {
            return;
        }
        let mut unsaved = self.unsaved.lock().unwrap_or_else(PoisonError::into_inner);
        unsaved.institutions.extend(changed);
        if std::mem::replace(&mut unsaved.is_scheduled, true) {
            return;
        }
        // A server that ends meanwhile is not kept alive by it.
        let (shared, delay) = (Arc::downgrade(self), self.settings.save_after);
        tokio::spawn(async move {
            tokio::time::sleep(delay).await;
            let Some(shared) = shared.upgrade() else { return };
            shared.unsaved.lock().unwrap_or_else(PoisonError::into_inner).is_scheduled = false;
            if let Err(error) = shared.save().await {
                tracing::warn!(%error, "facts could not be kept; the next start reads them from the database");
            }
        });
    }

    /// Ends a refresh that is under way, and lets none begin.
    pub(super) async fn close(&self) {
        self.is_closed.send_replace(true);
        drop(self.refreshing.lock().await);
    }

    /// Writes the files of all institutions that have changed. What cannot be written is logged: the next start reads
    /// it from the database.
    pub(super) async fn save(&self) -> Result<(), StoreError> {
        let _only = self.saving.lock().await;
        let changed = {
            let mut unsaved = self.unsaved.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut unsaved.institutions)
        };
        // Afterwards, so that it is no older than any of these changes.
        let (Some(folder), Some(state)) = (self.folder.clone(), self.present()) else { return Ok(()) };
        in_background(move || {
            for id in changed {
                let written = match state.facts.get(&id) {
                    Some(facts) => folder.write(id, facts, &state.names),
                    None => folder.remove(id),
                };
                if let Err(error) = written {
                    tracing::warn!(%error, institution = id, "facts could not be kept");
                }
            }
        })
        .await
    }
}

fn closed<T>(_: T) -> StoreError {
    StoreError::new(StoreErrorKind::Unavailable, "the columns are closed, as the program ends")
}

/// Gives up at the end of the task's budget, if it has one.
pub(crate) async fn within_budget<T>(
    work: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    let Some(budget) = QueryBudget::current() else { return work.await };
    tokio::select! {
        biased;
        result = work => result,
        () = budget.ended() => {
            Err(StoreError::new(StoreErrorKind::Deadline, "the request's time ended before the columns were ready"))
        }
    }
}
