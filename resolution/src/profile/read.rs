//! Reading what is known of a batch of suppliers: a fixed number of statements, however many there are.

mod areas;
mod entries;
mod statements;

use std::collections::BTreeMap;

use anchorhub_entities::{supplier, supplier_identifier};
use anchorhub_store::{LoadTx, StoreError};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, Query, SelectStatement, UnionType};

pub(super) use self::areas::places;
use super::{
    editions::Editions,
    facts::{Believed, Facts},
};

/// Ids and numbers of one statement.
const CHUNK: usize = 500;

/// The facts of those of some suppliers that are canonical, by id.
pub(super) async fn facts(
    tx: &mut LoadTx,
    ids: &[i64],
    editions: &Editions,
) -> Result<BTreeMap<i64, Facts>, StoreError> {
    let mut facts = canonical(tx, ids).await?;
    identifiers(tx, ids, &mut facts).await?;
    statements::beside_payees(tx, ids, &mut facts).await?;
    statements::of_awards(tx, ids, &mut facts).await?;
    statements::of_contracts(tx, ids, &mut facts).await?;
    entries::entries(tx, editions, &mut facts).await?;
    entries::groups(tx, editions, &mut facts).await?;
    Ok(facts)
}

async fn canonical(tx: &mut LoadTx, ids: &[i64]) -> Result<BTreeMap<i64, Facts>, StoreError> {
    let select = Query::select()
        .columns([supplier::Column::Id, supplier::Column::Name])
        .from(supplier::Entity)
        .and_where(Expr::col(supplier::Column::Id).is_in(ids.iter().copied()))
        .and_where(Expr::col(supplier::Column::MergedInto).is_null())
        .to_owned();
    let rows: Vec<(i64, String)> = tx.fetch(&select).await?;
    Ok(rows.into_iter().map(|(id, name)| (id, Facts { name, ..Facts::default() })).collect())
}

/// The believed identifiers of all atoms of the suppliers; of one that several atoms have, the surest.
async fn identifiers(
    tx: &mut LoadTx,
    ids: &[i64],
    facts: &mut BTreeMap<i64, Facts>,
) -> Result<(), StoreError> {
    use supplier_identifier::Column::{Problem, Scheme, Score, SupplierId, Value};
    let (atoms, own) = (Alias::new("atoms"), |column| (supplier_identifier::Entity, column));
    let select = Query::select()
        .column((atoms.clone(), Alias::new("canonical_id")))
        .columns([Scheme, Value, Score].map(own))
        .from_subquery(atoms_of(ids), atoms.clone())
        .join(
            JoinType::InnerJoin,
            supplier_identifier::Entity,
            Expr::col(own(SupplierId)).equals((atoms, Alias::new("atom_id"))),
        )
        .and_where(Expr::col(own(Problem)).is_null())
        .to_owned();
    let rows: Vec<(i64, String, String, i16)> = tx.fetch(&select).await?;
    for (id, scheme, value, score) in rows {
        let Some(facts) = facts.get_mut(&id) else { continue };
        match facts.identifiers.iter_mut().find(|one| one.scheme == scheme && one.value == value) {
            Some(known) => known.score = Ord::max(known.score, score),
            None => facts.identifiers.push(Believed { scheme, value, score }),
        }
    }
    for facts in facts.values_mut() {
        facts.identifiers.sort();
    }
    Ok(())
}

/// The atoms of suppliers, each with its canonical supplier. Apart, because PostgreSQL reads whole tables for an OR.
fn atoms_of(ids: &[i64]) -> SelectStatement {
    use supplier::Column::{Id, MergedInto};
    let of = |canonical: supplier::Column| {
        Query::select()
            .expr_as(Expr::col(Id), Alias::new("atom_id"))
            .expr_as(Expr::col(canonical), Alias::new("canonical_id"))
            .from(supplier::Entity)
            .and_where(Expr::col(canonical).is_in(ids.iter().copied()))
            .to_owned()
    };
    of(Id).union(UnionType::All, of(MergedInto)).to_owned()
}
