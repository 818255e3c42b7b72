//! Writing many payments at once.

use std::fmt::Write as _;

use anchorhub_entities::payment;
use futures_util::future::join;
use sea_orm::ActiveEnum;
use sqlx::{Postgres, QueryBuilder, Sqlite, Transaction};

use crate::StoreError;

const COLUMNS: &str = "institution_id, document_id, seq, row_no, paid_on, pence, vat_basis, supplier_id, supplier_name_id, department, purpose, category, transaction_no, contract_ref, flags";

/// 500 rows of 15 values: well under SQLite's limit of 32,766 bound values, and more gains nothing.
const ROWS_A_STATEMENT: usize = 500;

pub(crate) async fn insert_into_sqlite(
    tx: &mut Transaction<'static, Sqlite>,
    payments: Vec<payment::Model>,
) -> Result<(), StoreError> {
    let mut rest = payments.into_iter();
    let mut ready = insert_statement(&mut rest);
    while let Some(mut insert) = ready {
        // SQLite works on a thread of its own: the next statement is made meanwhile.
        let execution = insert.build().execute(&mut **tx);
        let (executed, next) = join(execution, async { insert_statement(&mut rest) }).await;
        executed?;
        ready = next;
    }
    Ok(())
}

/// The statement for the next rows; none when there are no more.
fn insert_statement(rows: &mut std::vec::IntoIter<payment::Model>) -> Option<QueryBuilder<Sqlite>> {
    if rows.len() == 0 {
        return None;
    }
    // OR FAIL, so that SQLite keeps no journal of the statement to undo it alone: every index page that its rows
    // touch would be copied into it, which took half of the time. The transaction is undone whole anyway.
    let mut insert = QueryBuilder::<Sqlite>::new(format!("INSERT OR FAIL INTO payment ({COLUMNS}) "));
    insert.push_values(rows.take(ROWS_A_STATEMENT), |mut row, payment| {
        row.push_bind(payment.institution_id)
            .push_bind(payment.document_id)
            .push_bind(payment.seq)
            .push_bind(payment.row_no)
            .push_bind(payment.paid_on)
            .push_bind(payment.pence)
            .push_bind(payment.vat_basis.to_value())
            .push_bind(payment.supplier_id)
            .push_bind(payment.supplier_name_id)
            .push_bind(payment.department)
            .push_bind(payment.purpose)
            .push_bind(payment.category)
            .push_bind(payment.transaction_no)
            .push_bind(payment.contract_ref)
            .push_bind(payment.flags);
    });
    Some(insert)
}

pub(crate) async fn copy_into_postgres(
    tx: &mut Transaction<'static, Postgres>,
    payments: &[payment::Model],
) -> Result<(), StoreError> {
    if payments.is_empty() {
        return Ok(());
    }
    let mut copy = tx.copy_in_raw(&format!("COPY payment ({COLUMNS}) FROM STDIN")).await?;
    // In pieces, so that the server works on one while the next is written.
    for piece in payments.chunks(ROWS_A_STATEMENT) {
        let mut text = String::with_capacity(piece.len() * 160);
        for payment in piece {
            write_copy_row(&mut text, payment);
        }
        copy.send(text.into_bytes()).await?;
    }
    copy.finish().await?;
    Ok(())
}

/// One line of PostgreSQL's COPY text format.
fn write_copy_row(out: &mut String, payment: &payment::Model) {
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "{}\t{}\t{}\t{}\t{}\t{}\t{}\t",
        payment.institution_id,
        payment.document_id,
        payment.seq,
        payment.row_no,
        payment.paid_on,
        payment.pence,
        payment.vat_basis.to_value()
    );
    match payment.supplier_id {
        Some(supplier_id) => {
            let _ = write!(out, "{supplier_id}");
        }
        None => out.push_str("\\N"),
    }
    let _ = write!(out, "\t{}", payment.supplier_name_id);
    for text in [
        &payment.department,
        &payment.purpose,
        &payment.category,
        &payment.transaction_no,
        &payment.contract_ref,
    ] {
        out.push('\t');
        match text {
            Some(text) => push_escaped(out, text),
            None => out.push_str("\\N"),
        }
    }
    let _ = writeln!(out, "\t{}", payment.flags);
}

/// Text as PostgreSQL's COPY reads it.
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            // PostgreSQL text cannot hold NUL; readers replace it before it gets here.
            '\0' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::push_escaped;

    #[test]
    fn copy_text_is_escaped() {
        let mut out = String::new();
        push_escaped(&mut out, "a\tb\\c\nd\re\0\\N");
        assert_eq!(out, "a\\tb\\\\c\\nd\\re\u{fffd}\\\\N");
    }
}
