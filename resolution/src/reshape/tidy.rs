//! Candidates that nobody has to decide about any more.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{match_candidate, supplier};
use anchorhub_store::{LoadTx, StoreError};
use sea_orm::sea_query::{Expr, ExprTrait, Query};

use super::world::World;
use crate::{
    decisions::{Party, Verdict},
    write::{CHUNK, clear},
};

type CandidateRow = (i64, i64, Option<i64>, Option<String>, Option<String>);

/// Takes candidates away whose atoms are one supplier by now, or of which people said that they are not the same.
pub(super) async fn candidates(
    tx: &mut LoadTx,
    world: &World,
    canonical: &BTreeMap<i64, i64>,
) -> Result<(), StoreError> {
    let atoms: BTreeSet<i64> = canonical.keys().copied().collect();
    let rows = read(tx, &atoms).await?;
    let mut others: BTreeSet<i64> =
        rows.iter().flat_map(|(_, one, other, ..)| [Some(*one), *other]).flatten().collect();
    for decision in world.decisions() {
        others.insert(decision.supplier_id);
        if let Party::Supplier(other) = decision.other {
            others.insert(other);
        }
    }
    others.retain(|atom| !canonical.contains_key(atom));
    let mut heads = canonical.clone();
    heads.extend(standing(tx, &others).await?);
    let head = |atom: i64| heads.get(&atom).copied().unwrap_or(atom);
    let pair = |one: i64, other: i64| {
        let (one, other) = (head(one), head(other));
        if one < other { (one, other) } else { (other, one) }
    };
    let mut apart: BTreeSet<(i64, i64)> = BTreeSet::new();
    let mut entries: BTreeSet<(i64, &str, &str)> = BTreeSet::new();
    for decision in world.decisions() {
        match (&decision.other, decision.verdict) {
            (Party::Supplier(other), Verdict::NotSame) => {
                apart.insert(pair(decision.supplier_id, *other));
            }
            (Party::Entry(scheme, number), _) => {
                entries.insert((head(decision.supplier_id), scheme, number));
            }
            (Party::Supplier(_), Verdict::Same) => {}
        }
    }
    for (atom, body) in world.bodies() {
        entries.extend(
            body.identifiers.iter().map(|(scheme, value)| (head(*atom), scheme.as_str(), value.as_str())),
        );
    }
    let is_decided = |(_, one, other, scheme, number): &CandidateRow| match (other, scheme, number) {
        (Some(other), ..) => head(*one) == head(*other) || apart.contains(&pair(*one, *other)),
        (None, Some(scheme), Some(number)) => entries.contains(&(head(*one), scheme, number)),
        _ => true,
    };
    let gone: Vec<i64> = rows.iter().filter(|row| is_decided(row)).map(|(id, ..)| *id).collect();
    clear::<match_candidate::Entity>(tx, match_candidate::Column::Id, &gone).await
}

async fn read(tx: &mut LoadTx, atoms: &BTreeSet<i64>) -> Result<Vec<CandidateRow>, StoreError> {
    use match_candidate::Column::{Id, Number, OtherId, Scheme, SupplierId};
    let atoms: Vec<i64> = atoms.iter().copied().collect();
    let mut rows: Vec<CandidateRow> = Vec::new();
    for atoms in atoms.chunks(CHUNK) {
        for column in [SupplierId, OtherId] {
            let select = Query::select()
                .columns([Id, SupplierId, OtherId, Scheme, Number])
                .from(match_candidate::Entity)
                .and_where(Expr::col(column).is_in(atoms.iter().copied()))
                .to_owned();
            rows.extend(tx.fetch::<CandidateRow>(&select).await?);
        }
    }
    rows.sort_unstable();
    rows.dedup();
    Ok(rows)
}

/// The canonical suppliers of atoms that are not being reshaped.
async fn standing(tx: &mut LoadTx, atoms: &BTreeSet<i64>) -> Result<BTreeMap<i64, i64>, StoreError> {
    let atoms: Vec<i64> = atoms.iter().copied().collect();
    let mut heads = BTreeMap::new();
    for atoms in atoms.chunks(CHUNK) {
        let select = Query::select()
            .columns([supplier::Column::Id, supplier::Column::MergedInto])
            .from(supplier::Entity)
            .and_where(Expr::col(supplier::Column::Id).is_in(atoms.iter().copied()))
            .to_owned();
        let rows: Vec<(i64, Option<i64>)> = tx.fetch(&select).await?;
        heads.extend(rows.into_iter().map(|(id, merged_into)| (id, merged_into.unwrap_or(id))));
    }
    Ok(heads)
}
