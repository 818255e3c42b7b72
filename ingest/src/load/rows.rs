//! Many rows of one table.

use anchorhub_store::LoadTx;
use sea_orm::{
    ActiveModelTrait, EntityTrait, IntoActiveModel, Iterable, Value,
    sea_query::{Expr, InsertStatement, Query},
};

use crate::IngestError;

/// Rows of one statement at most, and values: the engines allow no more than about 32,000 (SQLite) and 65,000.
const ROWS: usize = 500;
const VALUES: usize = 30_000;

/// Adds rows to a table whose keys are given.
pub(crate) async fn insert<E>(
    tx: &mut LoadTx,
    models: impl IntoIterator<Item = E::Model>,
) -> Result<(), IngestError>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let columns: Vec<E::Column> = E::Column::iter().collect();
    let mut models = models.into_iter().peekable();
    while models.peek().is_some() {
        let chunk = models.by_ref().take(chunk_of(columns.len()));
        tx.execute(&statement::<E>(&columns, chunk)).await?;
    }
    Ok(())
}

/// How many rows of so many columns one statement holds.
pub(crate) fn chunk_of(columns: usize) -> usize {
    ROWS.min(VALUES / columns.max(1))
}

/// A statement that adds rows, with these of their columns.
pub(crate) fn statement<E>(columns: &[E::Column], models: impl Iterator<Item = E::Model>) -> InsertStatement
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let mut insert = Query::insert();
    insert.into_table(E::default()).columns(columns.iter().copied());
    for model in models {
        let row = model.into_active_model();
        // One expression for each column, so that there is nothing to refuse.
        insert.values_panic(columns.iter().map(|column| match row.get(*column).into_value() {
            Some(value) => Expr::value(storable(value)),
            None => Expr::value(Value::String(None)),
        }));
    }
    insert
}

/// Text as both engines can hold it: NUL, which PostgreSQL text cannot hold, replaced.
pub(crate) fn without_nul(text: &str) -> String {
    if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text.to_owned() }
}

fn storable(value: Value) -> Value {
    match value {
        Value::String(Some(text)) if text.contains('\0') => Value::String(Some(without_nul(&text))),
        other => other,
    }
}
