//! All profiles anew, when reference data has changed.

use std::time::Duration;

use anchorhub_entities::supplier;
use anchorhub_store::{Database, LoadTx, StoreError, StoreErrorKind};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};

use super::{
    BATCH, crowded,
    editions::{self, Editions},
    make,
};

/// How often it begins again because reference data changed meanwhile.
const ROUNDS: u32 = 3;

/// How often a step is tried that met others at work, and the pause after each; it grows.
const TRIES: u32 = 6;
const PAUSE: Duration = Duration::from_millis(50);

/// Makes every profile anew if the reference data that counts, or the areas, have changed since that was last done;
/// says how many suppliers it looked at. Every step is a transaction of its own; stopped anywhere, the next call begins
/// again. Without a change this costs three small statements.
pub async fn refresh_all(database: &Database) -> Result<u64, StoreError> {
    let mut seen = 0;
    for _ in 0..ROUNDS {
        let mut tx = LoadTx::begin(database).await?;
        let editions = Editions::read(&mut tx).await?;
        let mark = editions.mark(&mut tx).await?;
        if editions::made_from(&mut tx).await? == Some(mark) {
            tx.commit_unchanged().await?;
            return Ok(seen);
        }
        let counted = match editions.of("COMPANIES_HOUSE") {
            Some(edition) if !crowded::is_counted(&mut tx, edition.id).await? => Some(edition.id),
            _ => None,
        };
        tx.commit_unchanged().await?;
        if let Some(edition_id) = counted {
            let crowded = crowded::count(database, edition_id).await?;
            let mut tx = LoadTx::begin(database).await?;
            crowded::write(&mut tx, edition_id, &crowded).await?;
            tx.commit_unchanged().await?;
        }
        seen += walk(database).await?;
        let mut tx = LoadTx::begin(database).await?;
        // What is noted is what was there at the beginning: a change meanwhile makes the next round begin again.
        editions::note(&mut tx, mark).await?;
        tx.commit_unchanged().await?;
    }
    Ok(seen)
}

/// Makes the profiles of all canonical suppliers, a batch at a time in the order of their ids.
async fn walk(database: &Database) -> Result<u64, StoreError> {
    let (mut after, mut seen) = (i64::MIN, 0);
    while let Some((last, number)) = step(database, after).await? {
        (after, seen) = (last, seen + number);
    }
    Ok(seen)
}

async fn step(database: &Database, after: i64) -> Result<Option<(i64, u64)>, StoreError> {
    let mut tries = 0;
    loop {
        tries += 1;
        match attempt(database, after).await {
            Err(error) if error.kind() == StoreErrorKind::Locked && tries < TRIES => {
                tracing::debug!(%error, "others are at work on suppliers");
                tokio::time::sleep(PAUSE * tries).await;
            }
            outcome => return outcome,
        }
    }
}

/// The last id of the batch and the number of suppliers in it; none after the last.
async fn attempt(database: &Database, after: i64) -> Result<Option<(i64, u64)>, StoreError> {
    let mut tx = LoadTx::begin(database).await?;
    let select = Query::select()
        .column(supplier::Column::Id)
        .from(supplier::Entity)
        .and_where(Expr::col(supplier::Column::Id).gt(after))
        .and_where(Expr::col(supplier::Column::MergedInto).is_null())
        .order_by(supplier::Column::Id, Order::Asc)
        .limit(BATCH)
        .to_owned();
    let ids: Vec<(i64,)> = tx.fetch(&select).await?;
    let ids: Vec<i64> = ids.into_iter().map(|(id,)| id).collect();
    let Some(last) = ids.last().copied() else {
        tx.commit_unchanged().await?;
        return Ok(None);
    };
    match make(&mut tx, &ids).await? {
        0 => tx.commit_unchanged().await?,
        _ => tx.commit().await?,
    }
    Ok(Some((last, u64::try_from(ids.len()).unwrap_or(u64::MAX))))
}
