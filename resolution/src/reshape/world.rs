//! All atoms that are connected with some, and what connects them.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{supplier, supplier_link, supplier_name};
use anchorhub_store::{LoadTx, StoreError};
use sea_orm::sea_query::{Expr, ExprTrait, Query};

use crate::{
    decisions::{self, Decision, Party, Verdict},
    link::{Body, bodies},
    partition::{Atom, Known, Link},
    scheme::is_exclusive,
    write::CHUNK,
};

/// Where an atom stands in the database.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    pub(super) kind: String,
    pub(super) merged_into: Option<i64>,
    /// Suppliers that its names hold.
    pub(super) held_by_names: BTreeSet<i64>,
}

impl Standing {
    pub(super) fn canonical(&self, atom: i64) -> i64 {
        self.merged_into.unwrap_or(atom)
    }
}

/// Connected atoms.
#[derive(Debug, Default)]
pub(super) struct World {
    standings: BTreeMap<i64, Standing>,
    bodies: BTreeMap<i64, Body>,
    links: BTreeMap<(i64, i64), i16>,
    decisions: Vec<Decision>,
}

impl World {
    /// Reads the atoms that links, decisions or a common supplier connect with these, over any number of steps.
    pub(super) async fn around(tx: &mut LoadTx, seeds: &BTreeSet<i64>) -> Result<Self, StoreError> {
        let mut world = Self::default();
        let mut reached: BTreeSet<i64> = BTreeSet::new();
        let mut known: BTreeSet<i64> = BTreeSet::new();
        let mut new = seeds.clone();
        while !new.is_empty() {
            let mut next = world.read_standings(tx, &new).await?;
            next.extend(world.read_links(tx, &new).await?);
            for decision in decisions::about(tx, &new).await? {
                if !known.insert(decision.id) {
                    continue;
                }
                if let (Verdict::Same, Party::Supplier(other)) = (decision.verdict, &decision.other) {
                    next.extend([decision.supplier_id, *other]);
                }
                world.decisions.push(decision);
            }
            reached.append(&mut new);
            new = next.difference(&reached).copied().collect();
        }
        world.bodies = bodies(tx, &reached).await?;
        world.read_names(tx, &reached).await?;
        Ok(world)
    }

    pub(super) fn standings(&self) -> impl Iterator<Item = (&i64, &Standing)> {
        self.standings.iter()
    }

    pub(super) fn bodies(&self) -> &BTreeMap<i64, Body> {
        &self.bodies
    }

    pub(super) fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// The atoms as they are partitioned.
    pub(super) fn atoms(&self) -> Vec<Atom> {
        let mut denied: BTreeMap<i64, BTreeSet<(String, String)>> = BTreeMap::new();
        for decision in &self.decisions {
            if let (Verdict::NotSame, Party::Entry(scheme, number)) = (decision.verdict, &decision.other) {
                denied.entry(decision.supplier_id).or_default().insert((scheme.clone(), number.clone()));
            }
        }
        let atom = |(id, body): (&i64, &Body)| Atom {
            id: *id,
            key: body.key.clone(),
            exclusive: body.identifiers.iter().filter(|(scheme, _)| is_exclusive(scheme)).cloned().collect(),
            denied: denied.remove(id).unwrap_or_default(),
        };
        self.bodies.iter().map(atom).collect()
    }

    /// What connects them, and what keeps them apart.
    pub(super) fn known(&self) -> Known {
        let mut known = Known::default();
        for decision in &self.decisions {
            let Party::Supplier(other) = decision.other else { continue };
            match decision.verdict {
                Verdict::Same => known.same.push((decision.supplier_id, other)),
                Verdict::NotSame => known.apart.push((decision.supplier_id, other)),
            }
        }
        known.links = self.links.iter().map(|(pair, score)| Link { pair: *pair, score: *score }).collect();
        known
    }

    /// Reads where atoms stand; gives all atoms of the same suppliers.
    async fn read_standings(
        &mut self,
        tx: &mut LoadTx,
        atoms: &BTreeSet<i64>,
    ) -> Result<BTreeSet<i64>, StoreError> {
        use supplier::Column::{Id, Kind, MergedInto};
        let atoms: Vec<i64> = atoms.iter().copied().collect();
        let mut canonical = BTreeSet::new();
        for atoms in atoms.chunks(CHUNK) {
            let select = Query::select()
                .columns([Id, Kind, MergedInto])
                .from(supplier::Entity)
                .and_where(Expr::col(Id).is_in(atoms.iter().copied()))
                .to_owned();
            let rows: Vec<(i64, String, Option<i64>)> = tx.fetch(&select).await?;
            for (id, kind, merged_into) in rows {
                canonical.insert(merged_into.unwrap_or(id));
                let standing = Standing { kind, merged_into, held_by_names: BTreeSet::new() };
                self.standings.insert(id, standing);
            }
        }
        let heads: Vec<i64> = canonical.iter().copied().collect();
        let mut members = canonical;
        for heads in heads.chunks(CHUNK) {
            let select = Query::select()
                .column(Id)
                .from(supplier::Entity)
                .and_where(Expr::col(MergedInto).is_in(heads.iter().copied()))
                .to_owned();
            let rows: Vec<(i64,)> = tx.fetch(&select).await?;
            members.extend(rows.into_iter().map(|(id,)| id));
        }
        Ok(members)
    }

    async fn read_links(
        &mut self,
        tx: &mut LoadTx,
        atoms: &BTreeSet<i64>,
    ) -> Result<BTreeSet<i64>, StoreError> {
        use supplier_link::Column::{OtherId, Score, SupplierId};
        let atoms: Vec<i64> = atoms.iter().copied().collect();
        let mut reached = BTreeSet::new();
        for atoms in atoms.chunks(CHUNK) {
            for column in [SupplierId, OtherId] {
                let select = Query::select()
                    .columns([SupplierId, OtherId, Score])
                    .from(supplier_link::Entity)
                    .and_where(Expr::col(column).is_in(atoms.iter().copied()))
                    .to_owned();
                let rows: Vec<(i64, i64, i16)> = tx.fetch(&select).await?;
                for (one, other, score) in rows {
                    reached.extend([one, other]);
                    self.links.insert((one, other), score);
                }
            }
        }
        Ok(reached)
    }

    async fn read_names(&mut self, tx: &mut LoadTx, atoms: &BTreeSet<i64>) -> Result<(), StoreError> {
        use supplier_name::Column::{AtomId, SupplierId};
        let atoms: Vec<i64> = atoms.iter().copied().collect();
        for atoms in atoms.chunks(CHUNK) {
            let select = Query::select()
                .distinct()
                .columns([AtomId, SupplierId])
                .from(supplier_name::Entity)
                .and_where(Expr::col(AtomId).is_in(atoms.iter().copied()))
                .and_where(Expr::col(SupplierId).is_not_null())
                .to_owned();
            let rows: Vec<(i64, i64)> = tx.fetch(&select).await?;
            for (atom, held) in rows {
                if let Some(standing) = self.standings.get_mut(&atom) {
                    standing.held_by_names.insert(held);
                }
            }
        }
        Ok(())
    }
}
