//! Writing links and candidates.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{match_candidate, supplier, supplier_link};
use anchorhub_store::{Cell, LoadTx, StoreError};
use sea_orm::sea_query::{Expr, ExprTrait, Query};

use super::{Found, Pair};
use crate::write::{CHUNK, clear};

/// Puts links and candidates of atoms in the place of those that are there.
pub(super) async fn replace(
    tx: &mut LoadTx,
    atoms: &BTreeSet<i64>,
    links: &BTreeMap<Pair, Found>,
    candidates: &BTreeMap<Pair, Found>,
) -> Result<(), StoreError> {
    let atoms: Vec<i64> = atoms.iter().copied().collect();
    clear::<supplier_link::Entity>(tx, supplier_link::Column::SupplierId, &atoms).await?;
    clear::<supplier_link::Entity>(tx, supplier_link::Column::OtherId, &atoms).await?;
    for atoms in atoms.chunks(CHUNK) {
        let delete = Query::delete()
            .from_table(match_candidate::Entity)
            .and_where(Expr::col(match_candidate::Column::OtherId).is_not_null())
            .and_where(Expr::col(match_candidate::Column::SupplierId).is_in(atoms.iter().copied()))
            .to_owned();
        tx.execute(&delete).await?;
    }
    clear::<match_candidate::Entity>(tx, match_candidate::Column::OtherId, &atoms).await?;
    let row = |((one, other), found): (&Pair, &Found)| {
        vec![
            Cell::Integer(*one),
            Cell::Integer(*other),
            Cell::Text(found.method.to_owned()),
            Cell::Integer(found.score.into()),
            Cell::Text(found.evidence.to_string()),
        ]
    };
    let columns = ["supplier_id", "other_id", "method", "score", "evidence"];
    tx.append_rows("supplier_link", &columns, links.iter().map(row).collect()).await?;
    let names = names(tx, candidates.keys().map(|(_, other)| *other).collect()).await?;
    let row = |((one, other), found): (&Pair, &Found)| {
        Some(vec![
            Cell::Integer(*one),
            Cell::Integer(*other),
            Cell::Text(names.get(other)?.clone()),
            Cell::Integer(found.score.into()),
            Cell::Text(found.evidence.to_string()),
        ])
    };
    let columns = ["supplier_id", "other_id", "name", "score", "evidence"];
    tx.append_rows("match_candidate", &columns, candidates.iter().filter_map(row).collect()).await
}

async fn names(tx: &mut LoadTx, ids: BTreeSet<i64>) -> Result<BTreeMap<i64, String>, StoreError> {
    let ids: Vec<i64> = ids.into_iter().collect();
    let mut names = BTreeMap::new();
    for ids in ids.chunks(CHUNK) {
        let select = Query::select()
            .columns([supplier::Column::Id, supplier::Column::Name])
            .from(supplier::Entity)
            .and_where(Expr::col(supplier::Column::Id).is_in(ids.iter().copied()))
            .to_owned();
        let rows: Vec<(i64, String)> = tx.fetch(&select).await?;
        names.extend(rows);
    }
    Ok(names)
}
