//! An edition while its rows are written.

use anchorhub_entities::reference_edition::{Column, Entity};
use anchorhub_store::{Database, LoadTx, StoreError};
use chrono::Utc;
use sea_orm::sea_query::{Expr, ExprTrait, Query};

use super::{LOADING, RETIRED, keys};
use crate::{Kind, ReferenceCode, ReferenceError};

/// An edition that is about to be loaded.
#[derive(Clone, Debug)]
pub(crate) struct NewEdition {
    pub(crate) kind: Kind,
    pub(crate) version: String,
    pub(crate) source: String,
    pub(crate) sha256: String,
}

/// Writes the edition down, so that others see that it is being loaded; gives its id.
pub(crate) async fn begin(database: &Database, edition: &NewEdition) -> Result<i32, ReferenceError> {
    let mut tx = LoadTx::begin(database).await?;
    let now = Utc::now();
    let insert = Query::insert()
        .into_table(Entity)
        .columns([
            Column::Kind,
            Column::Version,
            Column::Source,
            Column::Sha256,
            Column::State,
            Column::Rows,
            Column::Rejected,
            Column::Warnings,
            Column::StartedAt,
            Column::LoadedAt,
        ])
        .values_panic([
            Expr::value(edition.kind.edition()),
            Expr::value(edition.version.as_str()),
            Expr::value(edition.source.as_str()),
            Expr::value(edition.sha256.as_str()),
            Expr::value(LOADING),
            Expr::value(0_i64),
            Expr::value(0_i64),
            Expr::value("{}"),
            Expr::value(now),
            Expr::value(now),
        ])
        .returning_col(Column::Id)
        .to_owned();
    let ids: Vec<(i32,)> = tx.fetch(&insert).await?;
    let id = ids.first().map(|(id,)| *id);
    let id = id.ok_or_else(|| ReferenceError::internal("a new edition has no id"))?;
    if edition.kind.has_names() {
        keys::note(&mut tx, id).await?;
    }
    tx.commit_unchanged().await?;
    Ok(id)
}

/// Shows that the load is alive, and makes sure that nobody has taken it for dead; the first statement of each of its
/// transactions. Until the transaction ends, nobody can.
pub(crate) async fn keep(tx: &mut LoadTx, edition_id: i32, rows: u64) -> Result<(), ReferenceError> {
    let update = Query::update()
        .table(Entity)
        .value(Column::LoadedAt, Utc::now())
        .value(Column::Rows, i64::try_from(rows).unwrap_or(i64::MAX))
        .and_where(Expr::col(Column::Id).eq(edition_id))
        .and_where(Expr::col(Column::State).eq(LOADING))
        .to_owned();
    if tx.execute(&update).await? == 1 { Ok(()) } else { Err(lost()) }
}

pub(super) fn lost() -> ReferenceError {
    ReferenceError::new(
        ReferenceCode::LoadLost,
        "another load took this one for dead and removed its rows, as it had stood still for a minute: run it again",
    )
}

/// Says that a load has failed, so that its rows can be removed at once.
pub(crate) async fn give_up(database: &Database, edition_id: i32) -> Result<(), StoreError> {
    let mut tx = LoadTx::begin(database).await?;
    let update = Query::update()
        .table(Entity)
        .value(Column::State, RETIRED)
        .and_where(Expr::col(Column::Id).eq(edition_id))
        .and_where(Expr::col(Column::State).eq(LOADING))
        .to_owned();
    tx.execute(&update).await?;
    tx.commit_unchanged().await
}
