//! The marks of institutions whose links have to be made anew.
//!
//! A mark carries the moment it was set, and setting it again always changes that. Whoever makes the links
//! takes the mark away only if it still is the one seen before the work began: so a load that commits
//! meanwhile is never forgotten, and nobody has to hold the mark while working.

use std::collections::BTreeSet;

use anchorhub_entities::link_pending;
use anchorhub_store::{Database, LoadTx, StoreError};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use sea_orm::{
    FromQueryResult,
    sea_query::{Expr, ExprTrait, OnConflict, Order, Query},
};

/// A mark as it was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pending {
    pub(crate) institution_id: i32,
    pub(crate) since: DateTime<Utc>,
}

/// Marks an institution whose contracts or payments this transaction changes: `refresh` then makes its links
/// anew. To be called last before the commit, as loads of one institution wait here for each other. A load of
/// contracts marks everyone who buys under them, and everyone who did before it.
///
/// Institutions without contracts are marked, too: contracts of theirs may be committed at the same time by
/// another load, which this one cannot see. `refresh` takes such a mark away at the cost of a few lookups.
pub async fn mark(tx: &mut LoadTx, institution_id: i32) -> Result<(), StoreError> {
    mark_all(tx, &BTreeSet::from([institution_id])).await
}

/// Marks several institutions, in an order that is the same for all, so that no two loads wait for each other.
pub async fn mark_all(tx: &mut LoadTx, institutions: &BTreeSet<i32>) -> Result<(), StoreError> {
    use link_pending::Column::{InstitutionId, Since};
    for institution_id in institutions {
        let now = moment();
        let seen = Expr::col((link_pending::Entity, Since));
        // Never the moment that stands there already, whatever the clocks say.
        let since = Expr::case(seen.eq(now), Expr::value(after(now))).finally(Expr::value(now));
        let insert = Query::insert()
            .into_table(link_pending::Entity)
            .columns([InstitutionId, Since])
            .values_panic([Expr::value(*institution_id), Expr::value(now)])
            .on_conflict(OnConflict::column(InstitutionId).value(Since, since).to_owned())
            .to_owned();
        tx.execute(&insert).await?;
    }
    Ok(())
}

/// All marks, by institution.
pub(crate) async fn pending(tx: &mut LoadTx) -> Result<Vec<Pending>, StoreError> {
    let select = Query::select()
        .columns([link_pending::Column::InstitutionId, link_pending::Column::Since])
        .from(link_pending::Entity)
        .order_by(link_pending::Column::InstitutionId, Order::Asc)
        .to_owned();
    let rows: Vec<(i32, DateTime<Utc>)> = tx.fetch(&select).await?;
    Ok(rows.into_iter().map(|(institution_id, since)| Pending { institution_id, since }).collect())
}

/// How many institutions are marked.
pub(crate) async fn count(database: &Database) -> Result<u64, StoreError> {
    #[derive(FromQueryResult)]
    struct Counted {
        marked: i64,
    }
    let select = Query::select()
        .expr_as(Expr::col(link_pending::Column::InstitutionId).count(), "marked")
        .from(link_pending::Entity)
        .to_owned();
    let rows: Vec<Counted> = database.fetch(&select).await?;
    Ok(rows.first().map_or(0, |row| u64::try_from(row.marked).unwrap_or(0)))
}

/// Whether a mark still is as it was seen.
pub(crate) async fn stands(tx: &mut LoadTx, seen: Pending) -> Result<bool, StoreError> {
    let select = Query::select()
        .column(link_pending::Column::InstitutionId)
        .from(link_pending::Entity)
        .and_where(Expr::col(link_pending::Column::InstitutionId).eq(seen.institution_id))
        .and_where(Expr::col(link_pending::Column::Since).eq(seen.since))
        .to_owned();
    let rows: Vec<(i32,)> = tx.fetch(&select).await?;
    Ok(!rows.is_empty())
}

/// Takes a mark away; false if it has been set again since it was seen, or is gone.
pub(crate) async fn take(tx: &mut LoadTx, seen: Pending) -> Result<bool, StoreError> {
    let delete = Query::delete()
        .from_table(link_pending::Entity)
        .and_where(Expr::col(link_pending::Column::InstitutionId).eq(seen.institution_id))
        .and_where(Expr::col(link_pending::Column::Since).eq(seen.since))
        .to_owned();
    Ok(tx.execute(&delete).await? == 1)
}

/// Sets a mark again that was seen; gives it as it stands then, or none if somebody else has set it or taken it away.
pub(crate) async fn renew(tx: &mut LoadTx, seen: Pending) -> Result<Option<Pending>, StoreError> {
    let now = moment();
    let since = if now == seen.since { after(now) } else { now };
    let update = Query::update()
        .table(link_pending::Entity)
        .value(link_pending::Column::Since, since)
        .and_where(Expr::col(link_pending::Column::InstitutionId).eq(seen.institution_id))
        .and_where(Expr::col(link_pending::Column::Since).eq(seen.since))
        .to_owned();
    Ok((tx.execute(&update).await? == 1).then_some(Pending { since, ..seen }))
}

/// Sets the mark of an institution that had none; none if it has one by now.
pub(crate) async fn add(tx: &mut LoadTx, institution_id: i32) -> Result<Option<Pending>, StoreError> {
    let since = moment();
    let insert = Query::insert()
        .into_table(link_pending::Entity)
        .columns([link_pending::Column::InstitutionId, link_pending::Column::Since])
        .values_panic([Expr::value(institution_id), Expr::value(since)])
        .on_conflict(OnConflict::column(link_pending::Column::InstitutionId).do_nothing().to_owned())
        .to_owned();
    Ok((tx.execute(&insert).await? == 1).then_some(Pending { institution_id, since }))
}

/// Now, as exactly as both engines keep it.
fn moment() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

fn after(moment: DateTime<Utc>) -> DateTime<Utc> {
    moment + TimeDelta::microseconds(1)
}
