//! Writing what was found of atoms.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{match_candidate, supplier, supplier_block, supplier_identifier, supplier_name};
use anchorhub_store::{Cell, LoadTx, StoreError};
use sea_orm::{
    EntityTrait,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict, Order, Query},
};

use crate::{
    decisions::{Decision, Party, Verdict},
    identifiers::{Method, Row, problem},
    prepare::{Candidate, Prepared},
    scheme::is_exclusive,
};

/// Ids of one statement.
pub(crate) const CHUNK: usize = 500;

/// Puts the identifiers and blocking keys of atoms in the place of those that are there.
pub(crate) async fn atoms(
    tx: &mut LoadTx,
    prepared: &[Prepared],
    decisions: &[Decision],
) -> Result<(), StoreError> {
    let ids: Vec<i64> = prepared.iter().map(|atom| atom.id).collect();
    clear::<supplier_identifier::Entity>(tx, supplier_identifier::Column::SupplierId, &ids).await?;
    clear::<supplier_block::Entity>(tx, supplier_block::Column::SupplierId, &ids).await?;
    let mut by_atom: BTreeMap<i64, Vec<&Decision>> = BTreeMap::new();
    for decision in decisions {
        by_atom.entry(decision.supplier_id).or_default().push(decision);
    }
    let (mut identifiers, mut blocks) = (Vec::new(), Vec::new());
    for atom in prepared {
        let decided = by_atom.remove(&atom.id).unwrap_or_default();
        identifiers.extend(decide(atom.rows.clone(), &decided).into_iter().map(|row| (atom.id, row)));
        blocks
            .extend(atom.blocks.iter().map(|block| vec![Cell::Text(block.clone()), Cell::Integer(atom.id)]));
    }
    add_identifiers(tx, identifiers).await?;
    tx.append_rows("supplier_block", &["block", "supplier_id"], blocks).await
}

/// Adds identifiers of atoms.
pub(crate) async fn add_identifiers(tx: &mut LoadTx, rows: Vec<(i64, Row)>) -> Result<(), StoreError> {
    let cells = rows.into_iter().map(|(atom, row)| {
        vec![
            Cell::Integer(atom),
            Cell::Text(row.scheme),
            Cell::Text(row.value),
            Cell::Text(row.method.name().to_owned()),
            Cell::Integer(row.score.into()),
            Cell::Text(row.evidence.to_string()),
            row.problem.into(),
        ]
    });
    let columns = ["supplier_id", "scheme", "value", "method", "score", "evidence", "problem"];
    tx.append_rows("supplier_identifier", &columns, cells.collect()).await
}

/// What decisions about entries of registers make of an atom's identifiers.
pub(crate) fn decide(mut rows: Vec<Row>, decisions: &[&Decision]) -> Vec<Row> {
    for decision in decisions {
        let Party::Entry(scheme, number) = &decision.other else { continue };
        let is_it = |row: &Row| row.scheme == *scheme && row.value == *number;
        if decision.verdict == Verdict::NotSame {
            rows.iter_mut()
                .filter(|row| is_it(row))
                .for_each(|row| row.problem = Some(problem::NOT_SAME.to_owned()));
            continue;
        }
        if is_exclusive(scheme) {
            let others = rows.iter_mut().filter(|row| row.scheme == *scheme && row.is_believed());
            others.for_each(|row| row.problem = Some(problem::DECIDED_OTHERWISE.to_owned()));
        }
        match rows.iter_mut().find(|row| is_it(row)) {
            Some(stated) => stated.problem = None,
            None => rows.push(Row {
                scheme: scheme.clone(),
                value: number.clone(),
                method: Method::Decision,
                score: 1000,
                evidence: serde_json::json!({ "decision": decision.id }),
                problem: None,
            }),
        }
    }
    believe_the_last(&mut rows);
    rows
}

/// Where people have ruled out all but one of several that contradict each other, that one is right.
fn believe_the_last(rows: &mut [Row]) {
    let denied: BTreeSet<String> = rows
        .iter()
        .filter(|row| row.problem.as_deref() == Some(problem::NOT_SAME))
        .map(|row| row.scheme.clone())
        .collect();
    for scheme in denied {
        if rows.iter().any(|row| row.scheme == scheme && row.is_believed()) {
            continue;
        }
        let contradicted =
            |row: &&mut Row| row.scheme == scheme && row.problem.as_deref() == Some(problem::CONTRADICTED);
        let mut left = rows.iter_mut().filter(contradicted);
        if let (Some(only), None) = (left.next(), left.next()) {
            only.problem = None;
        }
    }
}

/// Gives names to other atoms, which are made where they are not there yet. Gives those atoms.
pub(crate) async fn move_names(tx: &mut LoadTx, prepared: &[Prepared]) -> Result<BTreeSet<i64>, StoreError> {
    let mut moves: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for (key, names) in prepared.iter().flat_map(|atom| &atom.moves) {
        moves.entry(key).or_default().extend(names);
    }
    let mut reached = BTreeSet::new();
    for (key, names) in moves {
        let Some(atom_id) = ensure_atom(tx, key, &names).await? else { continue };
        for names in names.chunks(CHUNK) {
            let lock = Query::select()
                .column(supplier_name::Column::Id)
                .from(supplier_name::Entity)
                .and_where(Expr::col(supplier_name::Column::Id).is_in(names.iter().copied()))
                .order_by(supplier_name::Column::Id, Order::Asc)
                .lock_with_behavior(LockType::Update, LockBehavior::Nowait)
                .to_owned();
            let _: Vec<(i64,)> = tx.fetch(&lock).await?;
            let update = Query::update()
                .table(supplier_name::Entity)
                .value(supplier_name::Column::AtomId, atom_id)
                .and_where(Expr::col(supplier_name::Column::Id).is_in(names.iter().copied()))
                .to_owned();
            tx.execute(&update).await?;
        }
        reached.insert(atom_id);
    }
    Ok(reached)
}

/// The atom with a key; a new one takes the first of its names for display.
async fn ensure_atom(tx: &mut LoadTx, key: &str, names: &[i64]) -> Result<Option<i64>, StoreError> {
    let name = Query::select()
        .column(supplier_name::Column::Name)
        .from(supplier_name::Entity)
        .and_where(Expr::col(supplier_name::Column::Id).is_in(names.iter().copied().take(CHUNK)))
        .order_by(supplier_name::Column::Id, Order::Asc)
        .limit(1)
        .to_owned();
    let rows: Vec<(String,)> = tx.fetch(&name).await?;
    let Some((name,)) = rows.into_iter().next() else { return Ok(None) };
    let insert = Query::insert()
        .into_table(supplier::Entity)
        .columns([supplier::Column::Key, supplier::Column::Name, supplier::Column::Kind])
        .values_panic([
            Expr::value(key),
            Expr::value(name),
            Expr::value(supplier::SupplierKind::Unknown.name()),
        ])
        .on_conflict(OnConflict::column(supplier::Column::Key).do_nothing().to_owned())
        .to_owned();
    tx.execute(&insert).await?;
    let select = Query::select()
        .column(supplier::Column::Id)
        .from(supplier::Entity)
        .and_where(Expr::col(supplier::Column::Key).eq(key))
        .to_owned();
    let rows: Vec<(i64,)> = tx.fetch(&select).await?;
    Ok(rows.first().map(|(id,)| *id))
}

/// Puts entries of registers that atoms may be in the place of those that are there.
pub(crate) async fn candidates(tx: &mut LoadTx, prepared: &[Prepared]) -> Result<(), StoreError> {
    let row = |id: i64, candidate: &Candidate| {
        vec![
            Cell::Integer(id),
            Cell::Text(candidate.scheme.clone()),
            Cell::Text(candidate.number.clone()),
            Cell::Text(candidate.name.clone()),
            Cell::Integer(candidate.score.into()),
            Cell::Text(candidate.evidence.to_string()),
        ]
    };
    let ids: Vec<i64> = prepared.iter().map(|atom| atom.id).collect();
    for ids in ids.chunks(CHUNK) {
        let delete = Query::delete()
            .from_table(match_candidate::Entity)
            .and_where(Expr::col(match_candidate::Column::SupplierId).is_in(ids.iter().copied()))
            .and_where(Expr::col(match_candidate::Column::OtherId).is_null())
            .to_owned();
        tx.execute(&delete).await?;
    }
    let rows = prepared
        .iter()
        .flat_map(|atom| atom.candidates.iter().map(move |candidate| row(atom.id, candidate)))
        .collect();
    let columns = ["supplier_id", "scheme", "number", "name", "score", "evidence"];
    tx.append_rows("match_candidate", &columns, rows).await
}

/// Deletes the rows of some ids.
pub(crate) async fn clear<E: EntityTrait>(
    tx: &mut LoadTx,
    column: E::Column,
    ids: &[i64],
) -> Result<(), StoreError> {
    for ids in ids.chunks(CHUNK) {
        let delete = Query::delete()
            .from_table(E::default())
            .and_where(Expr::col(column).is_in(ids.iter().copied()))
            .to_owned();
        tx.execute(&delete).await?;
    }
    Ok(())
}
