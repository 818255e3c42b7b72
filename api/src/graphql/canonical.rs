//! Suppliers by any of their ids: one that is merged into another leads to that.

use std::collections::{HashMap, HashSet};

use anchorhub_entities::supplier;
use anchorhub_store::Database;

use super::{
    error::ApiError,
    family::{Row, by_keys},
};

/// The suppliers of ids, by those ids; at most two statements.
pub(crate) async fn suppliers(
    database: &Database,
    keys: Vec<i64>,
) -> Result<HashMap<i64, Row<supplier::Model>>, ApiError> {
    let found = by_keys::<supplier::Model>(database, keys).await?;
    if found.values().all(|row| row.merged_into.is_none()) {
        return Ok(found);
    }
    let heads: HashSet<i64> = found.values().map(|row| row.merged_into.unwrap_or(row.id)).collect();
    let heads = by_keys::<supplier::Model>(database, heads.into_iter().collect()).await?;
    let head = |(id, row): (&i64, &Row<supplier::Model>)| {
        Some((*id, heads.get(&row.merged_into.unwrap_or(row.id))?.clone()))
    };
    Ok(found.iter().filter_map(head).collect())
}

/// The supplier that `key` of a row names by any of its ids.
pub(crate) async fn of<M: Send + Sync + 'static>(
    row: &Row<M>,
    field: &'static str,
    key: impl Fn(&M) -> Option<i64>,
) -> Result<Option<Row<supplier::Model>>, ApiError> {
    let Some(own) = key(row) else { return Ok(None) };
    let found = row
        .once(field.to_owned(), async |database, members| {
            let keys: HashSet<i64> = members.iter().filter_map(&key).collect();
            suppliers(database, keys.into_iter().collect()).await
        })
        .await?;
    Ok(found.get(&own).cloned())
}
