//! Writing many rows of any table at once.

use std::fmt::Write as _;

use chrono::NaiveDate;
use futures_util::future::join;
use sqlx::{Postgres, QueryBuilder, Sqlite, Transaction};

use crate::{StoreError, bulk::push_escaped};

/// A value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing is known.
    Null,
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// A civil date.
    Date(NaiveDate),
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

impl From<Option<NaiveDate>> for Cell {
    fn from(date: Option<NaiveDate>) -> Self {
        date.map_or(Self::Null, Self::Date)
    }
}

/// More rows in one statement gain nothing.
const ROWS_A_STATEMENT: usize = 500;

/// Values in one statement; SQLite's limit is 32,766.
const VALUES_A_STATEMENT: usize = 30_000;

pub(crate) async fn insert_into_sqlite(
    tx: &mut Transaction<'static, Sqlite>,
    table: &'static str,
    columns: &[&'static str],
    rows: Vec<Vec<Cell>>,
) -> Result<(), StoreError> {
    let mut rest = rows.into_iter();
    let mut ready = insert_statement(table, columns, &mut rest);
    while let Some(mut insert) = ready {
        // SQLite works on a thread of its own: the next statement is made meanwhile.
        let execution = insert.build().execute(&mut **tx);
        let (executed, next) = join(execution, async { insert_statement(table, columns, &mut rest) }).await;
        executed?;
        ready = next;
    }
    Ok(())
}

/// The statement for the next rows; none when there are no more.
fn insert_statement(
    table: &str,
    columns: &[&str],
    rows: &mut std::vec::IntoIter<Vec<Cell>>,
) -> Option<QueryBuilder<Sqlite>> {
    if rows.len() == 0 {
        return None;
    }
    let most = ROWS_A_STATEMENT.min(VALUES_A_STATEMENT / columns.len().max(1));
    // OR FAIL: without a journal of the statement by itself, as the transaction is undone whole anyway.
    let mut insert =
        QueryBuilder::<Sqlite>::new(format!("INSERT OR FAIL INTO {table} ({}) ", columns.join(", ")));
    insert.push_values(rows.take(most), |mut row, cells| {
        for cell in cells {
            match cell {
                Cell::Null => row.push_bind(None::<i64>),
                Cell::Text(text) => row.push_bind(text),
                Cell::Integer(number) => row.push_bind(number),
                Cell::Boolean(yes) => row.push_bind(yes),
                Cell::Date(date) => row.push_bind(date),
            };
        }
    });
    Some(insert)
}

pub(crate) async fn copy_into_postgres(
    tx: &mut Transaction<'static, Postgres>,
    table: &'static str,
    columns: &[&'static str],
    rows: &[Vec<Cell>],
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut copy = tx.copy_in_raw(&format!("COPY {table} ({}) FROM STDIN", columns.join(", "))).await?;
    // In pieces, so that the server works on one while the next is written.
    for piece in rows.chunks(ROWS_A_STATEMENT) {
        let mut text = String::with_capacity(piece.len() * 100);
        for cells in piece {
            write_copy_row(&mut text, cells);
        }
        copy.send(text.into_bytes()).await?;
    }
    copy.finish().await?;
    Ok(())
}

/// One line of PostgreSQL's COPY text format.
fn write_copy_row(out: &mut String, cells: &[Cell]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            out.push('\t');
        }
        // Writing to a String cannot fail.
        let _ = match cell {
            Cell::Null => out.write_str("\\N"),
            Cell::Text(text) => {
                push_escaped(out, text);
                Ok(())
            }
            Cell::Integer(number) => write!(out, "{number}"),
            Cell::Boolean(yes) => out.write_char(if *yes { 't' } else { 'f' }),
            Cell::Date(date) => write!(out, "{date}"),
        };
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copy_rows_hold_every_kind_of_cell() {
        let mut out = String::new();
        let day = NaiveDate::from_ymd_opt(2024, 2, 29);
        let cells = [
            Cell::Text("a\tb".to_owned()),
            Cell::Null,
            Cell::Integer(-5),
            Cell::Boolean(true),
            Cell::from(day),
            Cell::from(None::<String>),
        ];
        write_copy_row(&mut out, &cells);
        assert_eq!(out, "a\\tb\t\\N\t-5\tt\t2024-02-29\t\\N\n");
    }
}
