//! New editions of registers: everybody is looked up again.

use anchorhub_entities::{hub_state, reference_edition, supplier};
use anchorhub_identity::likeness::RULES;
use anchorhub_store::{Database, LoadTx, StoreError};
use sea_orm::{
    FromQueryResult,
    sea_query::{Alias, Expr, ExprTrait, OnConflict, Order, Query},
};

use crate::read::REGISTERS;

/// The latest edition whose entries all atoms have been compared with, and the number of the rules (in `hub_state`).
const COMPARED: &str = "supplier_registers";

/// Atoms marked in one transaction.
const PART: u64 = 5_000;

#[derive(FromQueryResult)]
struct Number {
    value: Option<i64>,
}

/// Marks all atoms if another edition of a register counts, or other rules, than when that was done last.
pub(crate) async fn mark_if_changed(database: &Database) -> Result<(), StoreError> {
    use reference_edition::Column::{Id, Kind, State};
    let current = Query::select()
        .expr_as(Expr::col(Id).max().cast_as("BIGINT"), Alias::new("value"))
        .from(reference_edition::Entity)
        .and_where(Expr::col(State).eq("CURRENT"))
        .and_where(Expr::col(Kind).is_in(REGISTERS.iter().map(|(_, kind)| *kind)))
        .to_owned();
    let compared = Query::select()
        .column(hub_state::Column::Value)
        .from(hub_state::Entity)
        .and_where(Expr::col(hub_state::Column::Key).eq(COMPARED))
        .to_owned();
    let current: Vec<Number> = database.fetch(&current).await?;
    let Some(edition) = current.first().and_then(|row| row.value) else { return Ok(()) };
    // With other rules, another look at the same edition finds something else.
    let edition = (RULES << 32) + edition;
    let compared: Vec<Number> = database.fetch(&compared).await?;
    if compared.first().and_then(|row| row.value) == Some(edition) {
        return Ok(());
    }
    mark_all(database).await?;
    let mut tx = LoadTx::begin(database).await?;
    let keep = Query::insert()
        .into_table(hub_state::Entity)
        .columns([hub_state::Column::Key, hub_state::Column::Value])
        .values_panic([Expr::value(COMPARED), Expr::value(edition)])
        .on_conflict(
            OnConflict::column(hub_state::Column::Key).update_column(hub_state::Column::Value).to_owned(),
        )
        .to_owned();
    tx.execute(&keep).await?;
    tx.commit_unchanged().await
}

async fn mark_all(database: &Database) -> Result<(), StoreError> {
    let mut after = i64::MIN;
    loop {
        let mut tx = LoadTx::begin(database).await?;
        let select = Query::select()
            .column(supplier::Column::Id)
            .from(supplier::Entity)
            .and_where(Expr::col(supplier::Column::Id).gt(after))
            .order_by(supplier::Column::Id, Order::Asc)
            .limit(PART)
            .to_owned();
        let rows: Vec<(i64,)> = tx.fetch(&select).await?;
        let Some((last,)) = rows.last() else { return Ok(()) };
        after = *last;
        tx.mark_suppliers(&rows.into_iter().map(|(id,)| id).collect()).await?;
        tx.commit_unchanged().await?;
        database.let_others_write().await;
    }
}
