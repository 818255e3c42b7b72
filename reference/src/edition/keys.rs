//! Under which rules the names of an edition are stored (`anchorhub_identity::BLOCK_RULES`): one counter an edition in
//! `hub_state`. Without one, or with another one, names are still found by their name keys, but fewer of those that are
//! written otherwise.

use std::collections::BTreeSet;

use anchorhub_entities::hub_state::{Column, Entity, Model};
use anchorhub_identity::BLOCK_RULES;
use anchorhub_store::{Database, LoadTx, StoreError};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};

/// Begins the names of the counters; the id of the edition ends them.
const COUNTER: &str = "names_of_edition_";

fn counter(edition_id: i32) -> String {
    format!("{COUNTER}{edition_id}")
}

/// Notes that names of the edition are stored under the present rules.
pub(super) async fn note(tx: &mut LoadTx, edition_id: i32) -> Result<(), StoreError> {
    let insert = Query::insert()
        .into_table(Entity)
        .columns([Column::Key, Column::Value])
        .values_panic([Expr::value(counter(edition_id)), Expr::value(BLOCK_RULES)])
        .on_conflict(OnConflict::column(Column::Key).update_column(Column::Value).to_owned())
        .to_owned();
    tx.execute(&insert).await?;
    Ok(())
}

/// Forgets the rules of an edition that is gone.
pub(super) async fn forget(tx: &mut LoadTx, edition_id: i32) -> Result<(), StoreError> {
    let delete = Query::delete()
        .from_table(Entity)
        .and_where(Expr::col(Column::Key).eq(counter(edition_id)))
        .to_owned();
    tx.execute(&delete).await?;
    Ok(())
}

/// Editions whose names are stored under the present rules.
pub(super) struct Present(BTreeSet<String>);

impl Present {
    pub(super) async fn read(database: &Database) -> Result<Self, StoreError> {
        let select = Query::select()
            .columns([Column::Key, Column::Value])
            .from(Entity)
            .and_where(Expr::col(Column::Key).like(format!("{COUNTER}%")))
            .and_where(Expr::col(Column::Value).eq(BLOCK_RULES))
            .to_owned();
        let rows: Vec<Model> = database.fetch(&select).await?;
        Ok(Self(rows.into_iter().map(|row| row.key).collect()))
    }

    pub(super) fn has(&self, edition_id: i32) -> bool {
        self.0.contains(&counter(edition_id))
    }
}
