//! Rows that were loaded together, and what is loaded for all of them at once.
//!
//! Fifty payments that each ask for their institution need one statement, not fifty. A row therefore knows
//! the rows it was loaded with, its family: the first that asks for something loads it for the whole family,
//! the others wait for the same answer. What is loaded so is a family of its own, so the number of statements
//! of a query depends on its depth, never on its rows.
//!
//! A family lives as long as the request that loaded it. In contrast to loaders that collect keys for a
//! while, nothing depends on timing, nothing is delayed, and nothing runs outside the request's own task,
//! where its time limit and its end could not reach.

use std::{
    any::Any,
    collections::{HashMap, HashSet},
    hash::Hash,
    ops::Deref,
    sync::{Arc, Mutex, PoisonError},
};

use anchorhub_store::Database;
use sea_orm::{FromQueryResult, sea_query::SelectStatement};
use tokio::sync::OnceCell;

use super::error::ApiError;

/// One row, with the rows it was loaded with.
pub(crate) struct Row<M> {
    family: Arc<Family<M>>,
    index: usize,
}

/// Rows that were loaded together.
pub(crate) struct Family<M> {
    database: Database,
    members: Vec<M>,
    loaded: Mutex<HashMap<String, Arc<Loading>>>,
}

type Loading = OnceCell<Result<Arc<dyn Any + Send + Sync>, ApiError>>;

/// Rows that can be found by a unique key.
pub(crate) trait ByKey: FromQueryResult + Send + Sync + 'static {
    /// The key.
    type Key: Clone + Eq + Hash + Send + Sync;

    /// The key of a row.
    fn key(&self) -> Self::Key;

    /// The rows with these keys.
    fn select(keys: Vec<Self::Key>) -> SelectStatement;
}

/// Rows that are parts of another row: few of them, so that they need no pages.
pub(crate) trait Part: FromQueryResult + Send + Sync + 'static {
    /// The key of the whole.
    type Whole: Clone + Eq + Hash + Send + Sync;

    /// The key of the whole that a row is part of.
    fn whole(&self) -> Self::Whole;

    /// The parts of these, in their order.
    fn parts(wholes: Vec<Self::Whole>) -> SelectStatement;
}

impl<M> Clone for Row<M> {
    fn clone(&self) -> Self {
        Self { family: self.family.clone(), index: self.index }
    }
}

impl<M> Deref for Row<M> {
    type Target = M;

    fn deref(&self) -> &M {
        &self.family.members[self.index]
    }
}

impl<M> Family<M> {
    /// Makes a family of rows, in their order.
    pub(crate) fn rows(database: &Database, members: Vec<M>) -> Vec<Row<M>> {
        Self::whole(database, members, HashMap::new())
    }

    /// The same, where it is known already what `Row::one` would find for a field.
    pub(crate) fn knowing<P: ByKey<Key: 'static>>(
        database: &Database,
        members: Vec<M>,
        field: &'static str,
        found: HashMap<P::Key, Row<P>>,
    ) -> Vec<Row<M>> {
        let found: Arc<dyn Any + Send + Sync> = Arc::new(found);
        let loading = Arc::new(OnceCell::new_with(Some(Ok(found))));
        Self::whole(database, members, HashMap::from([(field.to_owned(), loading)]))
    }

    fn whole(database: &Database, members: Vec<M>, loaded: HashMap<String, Arc<Loading>>) -> Vec<Row<M>> {
        let (database, number) = (database.clone(), members.len());
        let family = Arc::new(Self { database, members, loaded: Mutex::new(loaded) });
        (0..number).map(|index| Row { family: family.clone(), index }).collect()
    }
}

impl<M: Send + Sync + 'static> Row<M> {
    /// What `load` finds for the whole family: run once for each `field` (with its arguments), whoever of the
    /// family asks first.
    pub(crate) async fn once<V, F>(&self, field: String, load: F) -> Result<Arc<V>, ApiError>
    where
        V: Send + Sync + 'static,
        F: AsyncFnOnce(&Database, &[M]) -> Result<V, ApiError>,
    {
        let loading = {
            // A panic while the lock is held is impossible short of lack of memory; the map stays whole.
            let mut loaded = self.family.loaded.lock().unwrap_or_else(PoisonError::into_inner);
            loaded.entry(field).or_default().clone()
        };
        let outcome = loading.get_or_init(async || {
            let value = load(&self.family.database, &self.family.members).await?;
            Ok(Arc::new(value) as Arc<dyn Any + Send + Sync>)
        });
        let value = outcome.await.clone()?;
        value.downcast().map_err(|_| ApiError::internal("two fields share a name in a family"))
    }

    /// The row of another table that `key` of this one names.
    pub(crate) async fn one<P: ByKey>(
        &self,
        field: &'static str,
        key: impl Fn(&M) -> Option<P::Key>,
    ) -> Result<Option<Row<P>>, ApiError> {
        let Some(own) = key(self) else { return Ok(None) };
        let found = self
            .once(field.to_owned(), async |database, members| {
                let keys: HashSet<P::Key> = members.iter().filter_map(&key).collect();
                by_keys::<P>(database, keys.into_iter().collect()).await
            })
            .await?;
        Ok(found.get(&own).cloned())
    }

    /// The rows of another table that belong to `key` of this one, in their order.
    pub(crate) async fn many<P: Part>(
        &self,
        field: &'static str,
        key: impl Fn(&M) -> Option<P::Whole>,
    ) -> Result<Vec<Row<P>>, ApiError> {
        let Some(own) = key(self) else { return Ok(Vec::new()) };
        let found = self
            .once(field.to_owned(), async |database, members| {
                let keys: HashSet<P::Whole> = members.iter().filter_map(&key).collect();
                by_whole::<P>(database, keys.into_iter().collect()).await
            })
            .await?;
        Ok(found.get(&own).cloned().unwrap_or_default())
    }

    /// Where this row stands in its family.
    pub(crate) fn index(&self) -> usize {
        self.index
    }
}

/// Keys in one statement: well under the engines' limits on bound values. A power of two, as `padded` fills it.
pub(crate) const KEYS_A_STATEMENT: usize = 4_096;

/// The same keys, the last of them several times, so that their number is a power of two: statements then have few different
/// texts, and connections keep them prepared.
pub(crate) fn padded<K: Clone>(mut keys: Vec<K>) -> Vec<K> {
    if let Some(last) = keys.last().cloned() {
        keys.resize(keys.len().next_power_of_two(), last);
    }
    keys
}

/// Rows by their keys, as one family.
pub(crate) async fn by_keys<P: ByKey>(
    database: &Database,
    keys: Vec<P::Key>,
) -> Result<HashMap<P::Key, Row<P>>, ApiError> {
    let mut found: Vec<P> = Vec::with_capacity(keys.len());
    for chunk in keys.chunks(KEYS_A_STATEMENT) {
        found.extend(database.fetch(&P::select(padded(chunk.to_vec()))).await?);
    }
    Ok(Family::rows(database, found).into_iter().map(|row| (row.key(), row)).collect())
}

/// Parts by what they are part of, all of them one family.
async fn by_whole<P: Part>(
    database: &Database,
    wholes: Vec<P::Whole>,
) -> Result<HashMap<P::Whole, Vec<Row<P>>>, ApiError> {
    let mut found: Vec<P> = Vec::new();
    for chunk in wholes.chunks(KEYS_A_STATEMENT) {
        found.extend(database.fetch(&P::parts(padded(chunk.to_vec()))).await?);
    }
    Ok(by_their_whole(Family::rows(database, found)))
}

pub(crate) fn by_their_whole<P: Part>(rows: Vec<Row<P>>) -> HashMap<P::Whole, Vec<Row<P>>> {
    let mut parts: HashMap<P::Whole, Vec<Row<P>>> = HashMap::new();
    for row in rows {
        parts.entry(row.whole()).or_default().push(row);
    }
    parts
}
