//! Payments, document by document.

use chrono::Datelike;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction,
    sea_query::{Alias, Expr, ExprTrait, Query},
};

use super::{
    failure::of_facts,
    follow::Following,
    piece::{Held, Piece, PieceKind, print_of},
};
use crate::{
    AnalysisError, ExclusionReason,
    columnar::{PaymentRow, documents, page},
};

/// Documents that are marked together before any of them is changed.
const MARKED_TOGETHER: usize = 500;

/// Payments of one statement: 12 values each, of 65,535.
const ROWS_A_STATEMENT: usize = 4_000;

const COLUMNS: [&str; 12] = [
    "institution_id",
    "document_id",
    "seq",
    "paid_on",
    "month",
    "pence",
    "vat_basis",
    "flags",
    "reasons",
    "name_id",
    "category",
    "department",
];

/// Takes away the payments of documents that do not count any more, and brings those of documents that are missing. Gives
/// the number of documents, and of those that changed.
pub(super) async fn follow(following: &mut Following) -> Result<(usize, usize), AnalysisError> {
    let mut wanted = Vec::new();
    for (institution_id, documents) in documents(&mut following.hub).await?.paying {
        for (number, print) in documents {
            let piece = Piece { kind: PieceKind::Document, institution_id, number };
            wanted.push((piece, print_of(&print.0)));
        }
    }
    let number = wanted.len();
    let held = &mut following.held;
    wanted.retain(|(piece, print)| held.remove(piece).is_none_or(|held| held.print != *print));
    let gone: Vec<Piece> = held.keys().filter(|piece| piece.kind == PieceKind::Document).copied().collect();
    held.retain(|piece, _| piece.kind != PieceKind::Document);

    for gone in gone.chunks(MARKED_TOGETHER) {
        following.leader.begin(gone).await?;
        for piece in gone {
            let tx = following.leader.transaction().await?;
            take_away(&tx, piece).await?;
            following.leader.forget(&tx, &[*piece]).await?;
            tx.commit().await.map_err(of_facts)?;
        }
    }
    for wanted in wanted.chunks(MARKED_TOGETHER) {
        let pieces: Vec<Piece> = wanted.iter().map(|(piece, _)| *piece).collect();
        following.leader.begin(&pieces).await?;
        for (piece, print) in wanted {
            bring(following, piece, print).await?;
        }
    }
    Ok((number, wanted.len() + gone.len()))
}

/// Brings the payments of a document, in place of what may be there of it.
async fn bring(following: &mut Following, piece: &Piece, print: &str) -> Result<(), AnalysisError> {
    let Following { hub, leader, .. } = following;
    let mut held = Held { print: print.to_owned(), rows: 0 };
    let tx = leader.transaction().await?;
    take_away(&tx, piece).await?;
    let mut after = (piece.number, i32::MIN);
    loop {
        leader.keep_lock().await?;
        let page = page(hub, piece.institution_id, after, piece.number).await?;
        for rows in page.rows.chunks(ROWS_A_STATEMENT) {
            insert(&tx, piece.institution_id, rows).await?;
            held.rows += i64::try_from(rows.len()).unwrap_or(i64::MAX);
        }
        let Some(next) = page.next else { break };
        after = next;
    }
    leader.hold(&tx, &[(*piece, held)]).await?;
    tx.commit().await.map_err(of_facts)
}

async fn take_away(tx: &DatabaseTransaction, piece: &Piece) -> Result<(), AnalysisError> {
    let delete = Query::delete()
        .from_table(Alias::new("fact"))
        .and_where(Expr::col(Alias::new("institution_id")).eq(piece.institution_id))
        .and_where(Expr::col(Alias::new("document_id")).eq(piece.number))
        .to_owned();
    tx.execute(&delete).await.map(drop).map_err(of_facts)
}

async fn insert(
    tx: &DatabaseTransaction,
    institution_id: i32,
    rows: &[PaymentRow],
) -> Result<(), AnalysisError> {
    let mut insert = Query::insert();
    insert.into_table(Alias::new("fact")).columns(COLUMNS.map(Alias::new));
    for row in rows {
        let month = row.paid_on.year() * 12 + row.paid_on.month0().cast_signed();
        insert.values_panic([
            Expr::value(institution_id),
            Expr::value(row.document_id),
            Expr::value(row.seq),
            Expr::value(row.paid_on),
            Expr::value(month),
            Expr::value(row.pence),
            Expr::value(row.vat_basis),
            Expr::value(row.flags),
            Expr::value(i16::from(ExclusionReason::of_flags(row.flags))),
            Expr::value(row.supplier_name_id),
            Expr::value(row.category.clone()),
            Expr::value(row.department.clone()),
        ]);
    }
    tx.execute(&insert).await.map(drop).map_err(of_facts)
}
