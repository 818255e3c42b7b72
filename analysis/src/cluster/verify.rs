//! Whether servers still keep what they were given: one may have been emptied, or come from a backup.
//!
//! Rows are counted, which servers do by themselves. What is not as it should be is copied again.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Alias, Expr, Query, SelectStatement},
};

use super::{
    failure::of_facts,
    follow::Following,
    piece::{Held, Piece, PieceKind},
    small::TABLES,
};
use crate::AnalysisError;

#[derive(FromQueryResult)]
struct Document {
    institution_id: i32,
    document_id: i64,
    number: i64,
}

#[derive(FromQueryResult)]
struct Copy {
    site: i16,
    number: i64,
}

/// Forgets of every piece whose rows are not all there, or too many, that it was whole.
pub(super) async fn count(following: &mut Following) -> Result<(), AnalysisError> {
    let documents = documents(following).await?;
    spoil(following, documents);
    for (kind, table) in TABLES {
        if is_whole(following, kind, table).await? {
            continue;
        }
        // Nobody knows which rows: the table is filled anew.
        let pieces: Vec<Piece> = following.held.keys().filter(|piece| piece.kind == kind).copied().collect();
        following.leader.begin(&pieces).await?;
        let tx = following.leader.transaction().await?;
        tx.execute(&Query::delete().from_table(Alias::new(table)).to_owned()).await.map_err(of_facts)?;
        tx.commit().await.map_err(of_facts)?;
        spoil(following, pieces);
    }
    Ok(())
}

fn spoil(following: &mut Following, pieces: impl IntoIterator<Item = Piece>) {
    for piece in pieces {
        tracing::warn!(?piece, "the analysis database has not the rows that it had, which are copied again");
        following.held.insert(piece, Held::default());
    }
}

/// Documents, also those of which nobody knows.
async fn documents(following: &Following) -> Result<BTreeSet<Piece>, AnalysisError> {
    let kind = PieceKind::Document;
    let select = counted("fact", &["institution_id", "document_id"]);
    let found: BTreeMap<Piece, i64> = rows::<Document>(following, &select)
        .await?
        .into_iter()
        .map(|row| (Piece { kind, institution_id: row.institution_id, number: row.document_id }, row.number))
        .collect();
    let held = following.held.iter().filter(|(piece, held)| piece.kind == kind && held.rows > 0);
    let held: BTreeMap<Piece, i64> = held.map(|(piece, held)| (*piece, held.rows)).collect();
    let differ = |piece: &&Piece| found.get(*piece) != held.get(*piece);
    Ok(found.keys().chain(held.keys()).filter(differ).copied().collect())
}

/// Whether every copy of a small table has as many rows as it was given.
async fn is_whole(
    following: &Following,
    kind: PieceKind,
    table: &'static str,
) -> Result<bool, AnalysisError> {
    let of_kind = following.held.iter().filter(|(piece, _)| piece.kind == kind);
    let expected: i64 = of_kind.map(|(_, held)| held.rows).sum();
    let found: BTreeMap<i16, i64> = rows::<Copy>(following, &counted(table, &["site"]))
        .await?
        .into_iter()
        .map(|row| (row.site, row.number))
        .collect();
    Ok(following.sites.iter().all(|site| found.get(site).copied().unwrap_or(0) == expected))
}

fn counted(table: &'static str, columns: &[&'static str]) -> SelectStatement {
    let mut select = Query::select();
    for column in columns {
        select.column(Alias::new(*column)).add_group_by([Expr::col(Alias::new(*column))]);
    }
    select.expr_as(Expr::cust("count(*)"), Alias::new("number")).from(Alias::new(table)).to_owned()
}

async fn rows<T: FromQueryResult>(
    following: &Following,
    select: &SelectStatement,
) -> Result<Vec<T>, AnalysisError> {
    let tx = following.leader.transaction().await?;
    tx.execute_unprepared("SET LOCAL enable_partitionwise_aggregate = on").await.map_err(of_facts)?;
    let rows = tx.query_all(select).await.map_err(of_facts)?;
    tx.rollback().await.map_err(of_facts)?;
    rows.iter().map(|row| T::from_query_result(row, "").map_err(of_facts)).collect()
}
