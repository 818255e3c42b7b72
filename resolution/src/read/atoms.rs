//! Atoms and their names.

use anchorhub_entities::{supplier, supplier_name};
use anchorhub_store::{Snapshot, StoreError};
use sea_orm::{
    FromQueryResult,
    sea_query::{Expr, ExprTrait, Order, Query, SelectStatement},
};

use super::CHUNK;

/// An atom as it stands in the database.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct AtomRow {
    pub(crate) id: i64,
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) merged_into: Option<i64>,
}

impl AtomRow {
    /// The supplier that facts of this atom hold.
    pub(crate) fn canonical(&self) -> i64 {
        self.merged_into.unwrap_or(self.id)
    }
}

/// A published name of an atom.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct NameRow {
    pub(crate) id: i64,
    pub(crate) atom_id: i64,
}

pub(crate) async fn atoms(snapshot: &mut Snapshot, ids: &[i64]) -> Result<Vec<AtomRow>, StoreError> {
    let mut atoms = Vec::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let select =
            select().and_where(Expr::col(supplier::Column::Id).is_in(ids.iter().copied())).to_owned();
        atoms.extend(snapshot.fetch::<AtomRow>(&select).await?);
    }
    Ok(atoms)
}

/// Which of these keys there are atoms of.
pub(crate) async fn atoms_of_keys(
    snapshot: &mut Snapshot,
    keys: &[String],
) -> Result<Vec<AtomRow>, StoreError> {
    let mut atoms = Vec::new();
    for keys in keys.chunks(CHUNK) {
        let these = Expr::col(supplier::Column::Key).is_in(keys.iter().map(String::as_str));
        atoms.extend(snapshot.fetch::<AtomRow>(&select().and_where(these).to_owned()).await?);
    }
    Ok(atoms)
}

/// The names of atoms.
pub(crate) async fn names(snapshot: &mut Snapshot, atoms: &[i64]) -> Result<Vec<NameRow>, StoreError> {
    use supplier_name::Column::{AtomId, Id};
    let mut names = Vec::new();
    for atoms in atoms.chunks(CHUNK) {
        let select = Query::select()
            .columns([Id, AtomId])
            .from(supplier_name::Entity)
            .and_where(Expr::col(AtomId).is_in(atoms.iter().copied()))
            .order_by(Id, Order::Asc)
            .to_owned();
        names.extend(snapshot.fetch::<NameRow>(&select).await?);
    }
    Ok(names)
}

fn select() -> SelectStatement {
    use supplier::Column::{Id, Key, MergedInto, Name};
    Query::select()
        .columns([Id, Key, Name, MergedInto])
        .from(supplier::Entity)
        .order_by(Id, Order::Asc)
        .to_owned()
}
