//! Who is one supplier, made anew around some atoms, with everything downstream of it, in the caller's transaction.

mod downstream;
mod kind;
mod tidy;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_store::{ChangeKind, LoadTx, StoreError};

use crate::{partition::partition, profile};
use downstream::Move;
use world::World;

/// What changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reshaped {
    /// Atoms that stand for another supplier than before.
    pub(crate) moved: u64,
    /// Canonical suppliers of the atoms given, and those that gained or lost atoms.
    pub(crate) touched: BTreeSet<i64>,
}

/// Partitions all atoms that are connected with these, and lets facts, kinds, candidates and profiles follow.
pub(crate) async fn reshape(tx: &mut LoadTx, seeds: &BTreeSet<i64>) -> Result<Reshaped, StoreError> {
    let world = World::around(tx, seeds).await?;
    let canonical = partition(&world.atoms(), &world.known());
    let moves = moves(&world, &canonical);
    let mut touched: BTreeSet<i64> = seeds.iter().filter_map(|seed| canonical.get(seed)).copied().collect();
    if !moves.is_empty() {
        downstream::follow(tx, &moves).await?;
        let ends: BTreeSet<i64> = moves.iter().flat_map(|moved| [moved.from, moved.to]).collect();
        for supplier in &ends {
            tx.note(ChangeKind::Supplier, supplier.to_string());
        }
        touched.extend(ends);
    }
    kind::write(tx, &world, &canonical).await?;
    tidy::candidates(tx, &world, &canonical).await?;
    profile::refresh(tx, &touched.iter().copied().collect::<Vec<_>>()).await?;
    let moved: BTreeSet<i64> = moves.iter().map(|moved| moved.atom).collect();
    Ok(Reshaped { moved: u64::try_from(moved.len()).unwrap_or(u64::MAX), touched })
}

/// Atoms whose facts hold another supplier than they should.
fn moves(world: &World, canonical: &BTreeMap<i64, i64>) -> Vec<Move> {
    let mut moves = Vec::new();
    for (atom, standing) in world.standings() {
        let Some(to) = canonical.get(atom).copied() else { continue };
        // Names that have just come from another atom still hold its supplier.
        let held = standing.held_by_names.iter().copied().chain([standing.canonical(*atom)]);
        let from: BTreeSet<i64> = held.filter(|held| *held != to).collect();
        moves.extend(from.into_iter().map(|from| Move { atom: *atom, from, to }));
    }
    moves
}
