//! Writing where contracts stand: only what differs from what is there.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{contract, payment_contract_link};
use anchorhub_store::{LoadTx, StoreError};
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, Order, Query};

use super::{Standing, facts::Facts};

/// Ids of one statement.
const CHUNK: usize = 500;

/// A contract that stands elsewhere now, or for another reason.
pub(super) struct Change<'a> {
    facts: &'a Facts,
    standing: Standing,
}

/// What has to be written.
pub(super) fn changes(contracts: &[Facts], standings: Vec<Standing>) -> Vec<Change<'_>> {
    contracts
        .iter()
        .zip(standings)
        .filter(|(facts, standing)| facts.stands != Some(*standing))
        .map(|(facts, standing)| Change { facts, standing })
        .collect()
}

/// Institutions that buy under contracts that change.
pub(super) fn institutions(changes: &[Change<'_>]) -> BTreeSet<i32> {
    changes.iter().flat_map(|change| change.facts.buyers.iter().copied()).collect()
}

/// Writes changes, and lets links of payments follow the contracts that stood for their clusters.
pub(super) async fn apply(tx: &mut LoadTx, changes: &[Change<'_>]) -> Result<(), StoreError> {
    lock(tx, changes).await?;
    let mut by_standing: BTreeMap<Standing, Vec<i64>> = BTreeMap::new();
    let mut alone = Vec::new();
    for Change { facts, standing } in changes {
        match standing.because {
            Some(_) => by_standing.entry(*standing).or_default().push(facts.id),
            None => alone.push(facts.id),
        }
    }
    for ids in alone.chunks(CHUNK) {
        let own = Expr::col(contract::Column::Id);
        write(tx, ids, own, None, None).await?;
    }
    for (Standing { cluster_id, because }, ids) in &by_standing {
        let (method, confidence) =
            (because.map(|(method, _)| method.name()), because.map(|(_, percent)| percent));
        write(tx, ids, Expr::value(*cluster_id), method, confidence).await?;
    }
    for Change { facts, standing } in changes {
        let stood_for_cluster = facts.stands.is_some_and(|stood| stood.cluster_id == facts.id);
        if stood_for_cluster && standing.cluster_id != facts.id {
            let follow = Query::update()
                .table(payment_contract_link::Entity)
                .value(payment_contract_link::Column::ContractId, standing.cluster_id)
                .and_where(Expr::col(payment_contract_link::Column::ContractId).eq(facts.id))
                .to_owned();
            tx.execute(&follow).await?;
        }
    }
    Ok(())
}

/// Locks the rows, in a fixed order and without waiting: a load that is about to change one of them could else
/// wait for us while we wait for it. It marks its institutions, so giving up loses nothing.
async fn lock(tx: &mut LoadTx, changes: &[Change<'_>]) -> Result<(), StoreError> {
    let ids: BTreeSet<i64> = changes.iter().map(|change| change.facts.id).collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    for ids in ids.chunks(CHUNK) {
        let select = Query::select()
            .column(contract::Column::Id)
            .from(contract::Entity)
            .and_where(Expr::col(contract::Column::Id).is_in(ids.iter().copied()))
            .order_by(contract::Column::Id, Order::Asc)
            .lock_with_behavior(LockType::Update, LockBehavior::Nowait)
            .to_owned();
        let _: Vec<(i64,)> = tx.fetch(&select).await?;
    }
    Ok(())
}

async fn write(
    tx: &mut LoadTx,
    ids: &[i64],
    cluster_id: Expr,
    method: Option<&'static str>,
    confidence: Option<i16>,
) -> Result<(), StoreError> {
    let update = Query::update()
        .table(contract::Entity)
        .value(contract::Column::ClusterId, cluster_id)
        .value(contract::Column::ClusterMethod, method)
        .value(contract::Column::ClusterConfidence, confidence)
        .and_where(Expr::col(contract::Column::Id).is_in(ids.iter().copied()))
        .to_owned();
    tx.execute(&update).await?;
    Ok(())
}
