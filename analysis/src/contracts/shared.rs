//! What all clones of an engine share: the present state, and who makes the next one.

use std::sync::{
    Arc, PoisonError, RwLock,
    atomic::{AtomicBool, Ordering},
};

use anchorhub_store::{Database, StoreError, StoreErrorKind};

use super::state::State;
use crate::columnar::within_budget;

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) database: Database,
    present: RwLock<Option<Arc<State>>>,
    /// Held by whoever makes the next state: one at a time.
    refreshing: tokio::sync::Mutex<()>,
    /// Whether somebody is at it already for nobody in particular.
    following: AtomicBool,
}

impl Shared {
    pub(super) fn new(database: Database) -> Self {
        Self {
            database,
            present: RwLock::default(),
            refreshing: tokio::sync::Mutex::default(),
            following: AtomicBool::new(false),
        }
    }

    /// What is in memory now.
    pub(super) fn present(&self) -> Option<Arc<State>> {
        self.present.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The state of the present version of the data. Whoever asks while it is being made waits for it; when the one who
    /// asked first gives up, it is made all the same.
    pub(super) async fn state(self: &Arc<Self>) -> Result<Arc<State>, StoreError> {
        let version = self.database.data_version().await?;
        if let Some(state) = self.present().filter(|state| state.data_version == version) {
            return Ok(state);
        }
        let shared = Arc::clone(self);
        // A task of its own has no budget: a first state may take longer than a question.
        let made = tokio::spawn(async move { shared.make().await });
        within_budget(async {
            made.await.map_err(|error| {
                StoreError::new(StoreErrorKind::Other, format!("reading the contracts ended: {error}"))
            })?
        })
        .await
    }

    /// Makes the state of the present version in the background.
    pub(super) fn follow(self: &Arc<Self>) {
        if self.following.swap(true, Ordering::AcqRel) {
            return;
        }
        let shared = Arc::clone(self);
        tokio::spawn(async move {
            if let Err(error) = Arc::clone(&shared).make().await {
                tracing::warn!(%error, "contracts could not be read; the next question tries again");
            }
            shared.following.store(false, Ordering::Release);
        });
    }

    async fn make(self: Arc<Self>) -> Result<Arc<State>, StoreError> {
        let _only = self.refreshing.lock().await;
        let before = self.present();
        // Somebody else may have made it meanwhile.
        let version = self.database.data_version().await?;
        if let Some(state) = before.clone().filter(|state| state.data_version == version) {
            return Ok(state);
        }
        let state = Arc::new(State::read(&self.database, before.as_deref()).await?);
        tracing::debug!(
            data_version = state.data_version,
            contracts = state.facts.ids.len(),
            facts_version = state.facts_version,
            "contracts are up to date"
        );
        *self.present.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&state));
        Ok(state)
    }
}
