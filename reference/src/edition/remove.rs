//! Taking rows away that do not count: of editions that another took the place of, and of loads that died.

use anchorhub_entities::reference_edition::{Column, Entity, Model};
use anchorhub_store::{Database, LoadTx};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Order, Query},
};

use super::{LOADING, RETIRED, keys};
use crate::{Kind, ReferenceError, table::Table, turns::Turns};

/// A load that has written nothing for so long is dead. A live one that was only stopped finds out with its next
/// transaction, and ends.
const DEAD_AFTER: TimeDelta = TimeDelta::seconds(60);

/// Rows removed in one transaction.
const ROWS: u64 = 20_000;

/// Removes what does not count any more. Safe to be called by several at a time, and killed anywhere.
pub(crate) async fn remove_leftovers(database: &Database) -> Result<(), ReferenceError> {
    let select = Entity::find().filter(Column::State.is_in([LOADING, RETIRED])).order_by_asc(Column::Id);
    let found: Vec<Model> = database.fetch(&select.into_query()).await?;
    for edition in found {
        // Of a newer version of the program: it will know where its rows are.
        let Some(kind) = Kind::from_edition(&edition.kind) else { continue };
        if edition.state == RETIRED || declared_dead(database, &edition, Utc::now()).await? {
            remove(database, edition.id, kind).await?;
        }
    }
    Ok(())
}

/// Retires a load that seems dead, unless it writes meanwhile.
async fn declared_dead(
    database: &Database,
    edition: &Model,
    now: DateTime<Utc>,
) -> Result<bool, ReferenceError> {
    if now - edition.loaded_at.unwrap_or(edition.started_at) < DEAD_AFTER {
        return Ok(false);
    }
    let mut tx = LoadTx::begin(database).await?;
    let retire = Query::update()
        .table(Entity)
        .value(Column::State, RETIRED)
        .and_where(Expr::col(Column::Id).eq(edition.id))
        .and_where(Expr::col(Column::State).eq(LOADING))
        .and_where(Expr::col(Column::Rows).eq(edition.rows))
        .to_owned();
    let retired = tx.execute(&retire).await? == 1;
    tx.commit_unchanged().await?;
    Ok(retired)
}

async fn remove(database: &Database, edition_id: i32, kind: Kind) -> Result<(), ReferenceError> {
    let mut turns = Turns::new();
    for table in kind.tables() {
        let mut after = None;
        loop {
            let mut tx = LoadTx::begin(database).await?;
            if !is_mine(&mut tx, edition_id).await? {
                return Ok(());
            }
            let last = last_of_piece(&mut tx, edition_id, table, after.as_deref()).await?;
            remove_piece(&mut tx, edition_id, table, after.as_deref(), last.as_deref()).await?;
            tx.commit_unchanged().await?;
            if last.is_none() {
                break;
            }
            after = last;
            turns.next(database).await;
        }
    }
    let mut tx = LoadTx::begin(database).await?;
    let delete = Query::delete()
        .from_table(Entity)
        .and_where(Expr::col(Column::Id).eq(edition_id))
        .and_where(Expr::col(Column::State).eq(RETIRED))
        .to_owned();
    tx.execute(&delete).await?;
    keys::forget(&mut tx, edition_id).await?;
    Ok(tx.commit_unchanged().await?)
}

/// Whether the edition is still there to be removed. Until the transaction ends, nobody else removes it.
async fn is_mine(tx: &mut LoadTx, edition_id: i32) -> Result<bool, ReferenceError> {
    let touch = Query::update()
        .table(Entity)
        .value(Column::State, RETIRED)
        .and_where(Expr::col(Column::Id).eq(edition_id))
        .and_where(Expr::col(Column::State).eq(RETIRED))
        .to_owned();
    Ok(tx.execute(&touch).await? == 1)
}

/// Where the next piece ends; none when the rest is small enough. From where the last one ended: what was removed
/// before is not walked over again.
async fn last_of_piece(
    tx: &mut LoadTx,
    edition_id: i32,
    table: &Table,
    after: Option<&str>,
) -> Result<Option<String>, ReferenceError> {
    let leading = Alias::new(table.leading());
    let select = Query::select()
        .column(leading.clone())
        .from(Alias::new(table.name))
        .and_where(Expr::col(Alias::new("edition_id")).eq(edition_id))
        .and_where_option(after.map(|after| Expr::col(leading.clone()).gt(after)))
        .order_by(leading, Order::Asc)
        .limit(1)
        .offset(ROWS)
        .to_owned();
    let found: Vec<(String,)> = tx.fetch(&select).await?;
    Ok(found.into_iter().next().map(|(last,)| last))
}

async fn remove_piece(
    tx: &mut LoadTx,
    edition_id: i32,
    table: &Table,
    after: Option<&str>,
    last: Option<&str>,
) -> Result<(), ReferenceError> {
    let leading = || Expr::col(Alias::new(table.leading()));
    let delete = Query::delete()
        .from_table(Alias::new(table.name))
        .and_where(Expr::col(Alias::new("edition_id")).eq(edition_id))
        .and_where_option(after.map(|after| leading().gt(after)))
        .and_where_option(last.map(|last| leading().lte(last)))
        .to_owned();
    tx.execute(&delete).await?;
    Ok(())
}
