//! The marks of atoms that have to be looked at again. `LoadTx::mark_suppliers` sets them.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::supplier_pending::{Column, Entity};
use anchorhub_store::{Database, LoadTx, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::{
    FromQueryResult,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, Order, Query, SelectStatement},
};

/// Ids of one statement.
const CHUNK: usize = 500;

/// A mark as it was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub(crate) struct Mark {
    pub(crate) supplier_id: i64,
    pub(crate) since: DateTime<Utc>,
}

/// The next marks behind an atom, in ascending order.
pub(crate) async fn next(database: &Database, after: i64, number: u64) -> Result<Vec<Mark>, StoreError> {
    let select = marks()
        .and_where(Expr::col(Column::SupplierId).gt(after))
        .order_by(Column::SupplierId, Order::Asc)
        .limit(number)
        .to_owned();
    database.fetch(&select).await
}

/// How many atoms are marked.
pub(crate) async fn count(database: &Database) -> Result<u64, StoreError> {
    #[derive(FromQueryResult)]
    struct Counted {
        marked: i64,
    }
    let select =
        Query::select().expr_as(Expr::col(Column::SupplierId).count(), "marked").from(Entity).to_owned();
    let rows: Vec<Counted> = database.fetch(&select).await?;
    Ok(rows.first().map_or(0, |row| u64::try_from(row.marked).unwrap_or(0)))
}

/// Those marks that still are as they were seen. They are locked, without waiting: whoever sets one at this moment
/// could else wait for us while we wait for him.
pub(crate) async fn standing(tx: &mut LoadTx, seen: &[Mark]) -> Result<BTreeSet<i64>, StoreError> {
    let expected: BTreeMap<i64, DateTime<Utc>> =
        seen.iter().map(|mark| (mark.supplier_id, mark.since)).collect();
    let ids: Vec<i64> = expected.keys().copied().collect();
    let mut standing = BTreeSet::new();
    for ids in ids.chunks(CHUNK) {
        let select = marks()
            .and_where(Expr::col(Column::SupplierId).is_in(ids.iter().copied()))
            .order_by(Column::SupplierId, Order::Asc)
            .lock_with_behavior(LockType::Update, LockBehavior::Nowait)
            .to_owned();
        let rows: Vec<(i64, DateTime<Utc>)> = tx.fetch(&select).await?;
        standing.extend(rows.iter().filter(|(id, since)| expected.get(id) == Some(since)).map(|(id, _)| *id));
    }
    Ok(standing)
}

/// Takes marks away that `standing` has locked.
pub(crate) async fn take(tx: &mut LoadTx, suppliers: &BTreeSet<i64>) -> Result<(), StoreError> {
    let ids: Vec<i64> = suppliers.iter().copied().collect();
    for ids in ids.chunks(CHUNK) {
        let delete = Query::delete()
            .from_table(Entity)
            .and_where(Expr::col(Column::SupplierId).is_in(ids.iter().copied()))
            .to_owned();
        tx.execute(&delete).await?;
    }
    Ok(())
}

fn marks() -> SelectStatement {
    Query::select().columns([Column::SupplierId, Column::Since]).from(Entity).to_owned()
}
