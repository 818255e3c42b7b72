//! Following the database: what has changed since the last state is read, everything else is shared with it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use anchorhub_store::{Database, Snapshot, StoreError, StoreErrorKind};

use super::{
    dimensions::Dimensions,
    facts::{Fingerprint, InstitutionFacts, Names},
    file::Folder,
    read,
    state::State,
};

/// A new state, and the institutions whose facts are not those of the one before.
pub(super) struct Refreshed {
    pub(super) state: Arc<State>,
    pub(super) changed: BTreeSet<i32>,
}

/// Reads the present state of the database, all from one snapshot of it. None when `before` is still right.
pub(super) async fn refresh(
    database: &Database,
    before: Option<&Arc<State>>,
    folder: Option<&Folder>,
) -> Result<Option<Refreshed>, StoreError> {
    let mut snapshot = database.snapshot().await?;
    let data_version = snapshot.data_version();
    if before.is_some_and(|state| state.data_version == data_version) {
        snapshot.finish().await?;
        return Ok(None);
    }
    let documents = read::documents(&mut snapshot).await?;
    let mut names = before.map_or_else(Names::default, |state| Names::clone(&state.names));
    let dimensions = Dimensions::read(&mut snapshot, &mut names, documents.covered).await?;
    let names = Arc::new(names);
    let mut following =
        Following { snapshot, names: Arc::clone(&names), before, folder, changed: BTreeSet::new() };
    let mut facts = BTreeMap::new();
    for (institution_id, wanted) in documents.paying {
        facts.insert(institution_id, following.institution(institution_id, wanted).await?);
    }
    let Following { snapshot, mut changed, .. } = following;
    snapshot.finish().await?;
    let gone = before.into_iter().flat_map(|state| state.facts.keys());
    changed.extend(gone.filter(|id| !facts.contains_key(id)));
    let state = Arc::new(State::new(data_version, names, facts, dimensions));
    Ok(Some(Refreshed { state, changed }))
}

struct Following<'a> {
    snapshot: Snapshot,
    names: Arc<Names>,
    before: Option<&'a Arc<State>>,
    folder: Option<&'a Folder>,
    changed: BTreeSet<i32>,
}

impl Following<'_> {
    async fn institution(
        &mut self,
        id: i32,
        wanted: BTreeMap<i64, Fingerprint>,
    ) -> Result<Arc<InstitutionFacts>, StoreError> {
        let held = match self.before.and_then(|state| state.facts.get(&id)) {
            Some(held) => Arc::clone(held),
            None => self.kept(id).await?,
        };
        let (unwanted, missing) = (held.unwanted(&wanted), held.missing(&wanted));
        if unwanted.is_empty() && missing.is_empty() {
            return Ok(held);
        }
        self.changed.insert(id);
        let arrived = read::payments(&mut self.snapshot, &self.names, id, &wanted, &missing).await?;
        in_background(move || Arc::new(held.follow(wanted, &unwanted, arrived))).await
    }

    /// What the file of an institution holds; nothing without a file that is whole.
    async fn kept(&self, id: i32) -> Result<Arc<InstitutionFacts>, StoreError> {
        let Some(folder) = self.folder.cloned() else { return Ok(Arc::default()) };
        let names = Arc::clone(&self.names);
        in_background(move || Arc::new(folder.read(id, &names).unwrap_or_default())).await
    }
}

/// Runs work that takes the processor for a while where it keeps nobody waiting.
pub(crate) async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| StoreError::new(StoreErrorKind::Other, format!("work on columns ended: {error}")))
}
