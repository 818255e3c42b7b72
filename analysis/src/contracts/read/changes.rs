//! Whether facts of contracts are still right, by what the log of changes says of the versions since they were read.

use std::collections::BTreeSet;

use anchorhub_entities::{
    change, document,
    feed::{self, FeedKind},
};
use anchorhub_store::{ChangeKind, Snapshot, StoreError};
use sea_orm::{
    ActiveEnum,
    sea_query::{Expr, ExprTrait, JoinType, Query, SelectStatement},
};

use super::{parties, rows};
use crate::{columnar::row, contracts::facts::Facts};

row!(ChangeRow { kind: String, key: String });
row!(DocumentRow { sha256: String, kind: FeedKind });

/// Changes that are looked at one by one; after more of them everything is read anew.
const MOST: u64 = 500;

/// Whether no contract, and nobody that buys or holds one, has changed after a version of the data.
///
/// A file of payments changes none of them by itself. Its payees may be merged with suppliers that hold contracts, and
/// contracts of its institution may be clustered anew: then the few rows that can be meant are compared.
pub(in crate::contracts) async fn are_unchanged(
    snapshot: &mut Snapshot,
    facts: &Facts,
    version: i64,
) -> Result<bool, StoreError> {
    let changes: Vec<ChangeRow> = snapshot.fetch(&changes_after(version)).await?;
    if u64::try_from(changes.len()).is_ok_and(|number| number > MOST) {
        return Ok(false);
    }
    let mut suppliers = BTreeSet::new();
    let mut documents = BTreeSet::new();
    let mut is_linked = false;
    for ChangeRow { kind, key } in changes {
        match ChangeKind::from_name(&kind) {
            Some(ChangeKind::Document) => drop(documents.insert(key)),
            Some(ChangeKind::Links) => is_linked = true,
            Some(ChangeKind::Supplier) => match key.parse() {
                Ok(supplier) => drop(suppliers.insert(supplier)),
                Err(_) => return Ok(false),
            },
            // What reference data say of suppliers, places and categories stands in the dimensions.
            Some(ChangeKind::Reference) => {}
            Some(ChangeKind::ContractingProcess) | None => return Ok(false),
        }
    }
    Ok(are_payments(snapshot, documents).await?
        && (!is_linked || stand_as_before(snapshot, facts).await?)
        && hold_as_before(snapshot, facts, suppliers).await?)
}

fn changes_after(version: i64) -> SelectStatement {
    use change::Column::{DataVersion, Key, Kind};
    Query::select()
        .columns([Kind, Key])
        .from(change::Entity)
        .and_where(Expr::col(DataVersion).gt(version))
        .limit(MOST + 1)
        .to_owned()
}

/// Whether all documents with these bytes hold payments.
async fn are_payments(snapshot: &mut Snapshot, documents: BTreeSet<String>) -> Result<bool, StoreError> {
    if documents.is_empty() {
        return Ok(true);
    }
    let select = Query::select()
        .column((document::Entity, document::Column::Sha256))
        .column((feed::Entity, feed::Column::Kind))
        .from(document::Entity)
        .join(
            JoinType::InnerJoin,
            feed::Entity,
            Expr::col((feed::Entity, feed::Column::Id)).equals((document::Entity, document::Column::FeedId)),
        )
        .and_where(
            Expr::col((document::Entity, document::Column::Sha256))
                .is_in(documents.iter().map(String::as_str)),
        )
        .to_owned();
    let found: Vec<DocumentRow> = snapshot.fetch(&select).await?;
    let known: BTreeSet<&str> = found.iter().map(|row| row.sha256.as_str()).collect();
    let spend = FeedKind::Spend.to_value();
    Ok(known.len() == documents.len() && found.iter().all(|row| row.kind.to_value() == spend))
}

/// Whether every statement belongs to the same contract as before.
async fn stand_as_before(snapshot: &mut Snapshot, facts: &Facts) -> Result<bool, StoreError> {
    let stands: Vec<rows::StandRow> = snapshot.fetch(&rows::stands()).await?;
    Ok(stands.iter().map(|row| (row.id, row.cluster_id)).eq(facts.stands.iter().copied()))
}

/// Whether these suppliers hold the same contracts as before.
async fn hold_as_before(
    snapshot: &mut Snapshot,
    facts: &Facts,
    suppliers: BTreeSet<i64>,
) -> Result<bool, StoreError> {
    if suppliers.is_empty() {
        return Ok(true);
    }
    let asked: Vec<i64> = suppliers.iter().copied().collect();
    let now = parties::holders(snapshot, Some(&asked)).await?;
    let now: BTreeSet<(i64, i64)> =
        now.into_iter().filter(|(contract, _)| facts.place(*contract).is_some()).collect();
    let mut before = BTreeSet::new();
    for (place, id) in facts.ids.iter().enumerate() {
        let held = facts.holders.of_contract(place).iter();
        let held = held.filter_map(|code| facts.supplier_ids.get(*code as usize).copied());
        before.extend(held.filter(|supplier| suppliers.contains(supplier)).map(|supplier| (*id, supplier)));
    }
    Ok(now == before)
}
