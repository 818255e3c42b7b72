//! Decisions in the database.

use std::collections::BTreeSet;

use anchorhub_entities::{match_decision, supplier, supplier_identifier};
use anchorhub_store::{LoadTx, StoreError, StoreErrorKind};
use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use serde_json::Value as Json;

use crate::{
    decisions::{self, Decision},
    error::ReviewError,
    identifiers::{Method, Row, problem},
    write::{add_identifiers, clear, decide},
};

/// A decision of now, about nothing yet.
pub(super) fn blank() -> match_decision::Model {
    match_decision::Model {
        id: 0,
        verdict: String::new(),
        undoes: None,
        supplier_id: 0,
        other_id: None,
        scheme: None,
        number: None,
        reason: String::new(),
        decided_by: String::new(),
        decided_at: Utc::now(),
    }
}

/// Refuses suppliers that are not there.
pub(super) async fn check_suppliers(tx: &mut LoadTx, ids: &BTreeSet<i64>) -> Result<(), ReviewError> {
    let select = Query::select()
        .column(supplier::Column::Id)
        .from(supplier::Entity)
        .and_where(Expr::col(supplier::Column::Id).is_in(ids.iter().copied()))
        .to_owned();
    let rows: Vec<(i64,)> = tx.fetch(&select).await?;
    let known: BTreeSet<i64> = rows.into_iter().map(|(id,)| id).collect();
    ids.difference(&known).next().map_or(Ok(()), |unknown| Err(ReviewError::UnknownSupplier(*unknown)))
}

/// Adds a decision; gives it with its number.
pub(super) async fn insert(
    tx: &mut LoadTx,
    row: match_decision::Model,
) -> Result<match_decision::Model, StoreError> {
    use match_decision::Column;
    // As exactly as both engines keep it.
    let decided_at = Utc::now().trunc_subsecs(6);
    let insert = Query::insert()
        .into_table(match_decision::Entity)
        .columns([
            Column::Verdict,
            Column::Undoes,
            Column::SupplierId,
            Column::OtherId,
            Column::Scheme,
            Column::Number,
            Column::Reason,
            Column::DecidedBy,
            Column::DecidedAt,
        ])
        .values_panic([
            Expr::value(row.verdict.as_str()),
            Expr::value(row.undoes),
            Expr::value(row.supplier_id),
            Expr::value(row.other_id),
            Expr::value(row.scheme.as_deref()),
            Expr::value(row.number.as_deref()),
            Expr::value(row.reason.as_str()),
            Expr::value(row.decided_by.as_str()),
            Expr::value(decided_at),
        ])
        .returning_col(Column::Id)
        .to_owned();
    let ids: Vec<(i64,)> = tx.fetch(&insert).await?;
    let (id,) = ids.first().copied().ok_or_else(|| {
        StoreError::new(StoreErrorKind::Other, "a decision was not found again in the database")
    })?;
    Ok(match_decision::Model { id, decided_at, ..row })
}

type DecisionRow =
    (String, Option<i64>, i64, Option<i64>, Option<String>, Option<String>, String, String, DateTime<Utc>);

/// The decision with this number.
pub(super) async fn find(tx: &mut LoadTx, id: i64) -> Result<Option<match_decision::Model>, StoreError> {
    use match_decision::Column;
    let select = Query::select()
        .columns([
            Column::Verdict,
            Column::Undoes,
            Column::SupplierId,
            Column::OtherId,
            Column::Scheme,
            Column::Number,
            Column::Reason,
            Column::DecidedBy,
            Column::DecidedAt,
        ])
        .from(match_decision::Entity)
        .and_where(Expr::col(Column::Id).eq(id))
        .to_owned();
    let rows: Vec<DecisionRow> = tx.fetch(&select).await?;
    let model = |(verdict, undoes, supplier_id, other_id, scheme, number, reason, decided_by, decided_at)| {
        match_decision::Model {
            id,
            verdict,
            undoes,
            supplier_id,
            other_id,
            scheme,
            number,
            reason,
            decided_by,
            decided_at,
        }
    };
    Ok(rows.into_iter().next().map(model))
}

/// Whether a decision was taken back.
pub(super) async fn is_undone(tx: &mut LoadTx, id: i64) -> Result<bool, StoreError> {
    let select = Query::select()
        .column(match_decision::Column::Id)
        .from(match_decision::Entity)
        .and_where(Expr::col(match_decision::Column::Undoes).eq(id))
        .to_owned();
    let rows: Vec<(i64,)> = tx.fetch(&select).await?;
    Ok(!rows.is_empty())
}

/// Lets an atom's identifiers follow what is decided of it now. What rules made of the others is found again by the
/// refresh that follows.
pub(super) async fn apply_to_identifiers(tx: &mut LoadTx, atom: i64) -> Result<(), StoreError> {
    let mut rows = identifiers(tx, atom).await?;
    rows.retain(|row| row.method != Method::Decision);
    let by_decision = [problem::NOT_SAME, problem::DECIDED_OTHERWISE];
    for row in &mut rows {
        row.problem = row.problem.take().filter(|problem| !by_decision.contains(&problem.as_str()));
    }
    let standing = decisions::about(tx, &BTreeSet::from([atom])).await?;
    let mine: Vec<&Decision> = standing.iter().filter(|decision| decision.supplier_id == atom).collect();
    let rows = decide(rows, &mine);
    clear::<supplier_identifier::Entity>(tx, supplier_identifier::Column::SupplierId, &[atom]).await?;
    add_identifiers(tx, rows.into_iter().map(|row| (atom, row)).collect()).await
}

async fn identifiers(tx: &mut LoadTx, atom: i64) -> Result<Vec<Row>, StoreError> {
    use supplier_identifier::Column;
    let select = Query::select()
        .columns([
            Column::Scheme,
            Column::Value,
            Column::Method,
            Column::Score,
            Column::Evidence,
            Column::Problem,
        ])
        .from(supplier_identifier::Entity)
        .and_where(Expr::col(Column::SupplierId).eq(atom))
        .to_owned();
    let rows: Vec<(String, String, String, i16, String, Option<String>)> = tx.fetch(&select).await?;
    let row = |(scheme, value, method, score, evidence, problem): (_, _, String, _, String, _)| {
        let method = Method::from_name(&method)?;
        let evidence = serde_json::from_str(&evidence).unwrap_or(Json::Null);
        Some(Row { scheme, value, method, score, evidence, problem })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}
