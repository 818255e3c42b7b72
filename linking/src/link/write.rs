//! Writing what differs, in one transaction that takes the mark away.

use std::collections::BTreeMap;

use anchorhub_entities::payment_contract_link::{Column, Entity};
use anchorhub_store::{ChangeKind, Database, LoadTx, StoreError};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, LockBehavior, LockType, OnConflict, Order, Query};

use super::{
    Key, Link,
    difference::{Difference, Rows},
};
use crate::mark::{self, Pending};

/// Rows of one statement.
const CHUNK: usize = 500;

/// Writes the differences of an institution and takes its mark away; false, and nothing is written, when the mark is
/// another one by now or somebody else is writing.
pub(super) async fn write(
    database: &Database,
    seen: Pending,
    org_id: &str,
    difference: &Difference,
) -> Result<bool, StoreError> {
    let institution_id = seen.institution_id;
    let mut tx = LoadTx::begin(database).await?;
    if !tx.try_lock_links(institution_id).await? || !mark::stands(&mut tx, seen).await? {
        return Ok(false);
    }
    match difference {
        Difference::Everything(_) => delete_all(&mut tx, institution_id, difference.len()).await?,
        Difference::Rows(rows) => {
            lock(&mut tx, institution_id, rows).await?;
            delete(&mut tx, institution_id, &rows.gone).await?;
            put(&mut tx, institution_id, &rows.put).await?;
        }
    }
    // Last, as loads do: so nobody waits for the mark while he holds what we need.
    if !mark::take(&mut tx, seen).await? {
        return Ok(false);
    }
    if difference.len() == 0 {
        tx.commit_unchanged().await?;
    } else {
        tx.note(ChangeKind::Links, org_id);
        tx.commit().await?;
    }
    Ok(true)
}

/// Locks the rows that are there, without waiting: a load that takes a document away deletes them, too, and two that
/// go at them in different orders would wait for each other. Giving up loses nothing.
async fn lock(tx: &mut LoadTx, institution_id: i32, rows: &Rows) -> Result<(), StoreError> {
    for keys in [&rows.gone, &rows.replaced] {
        for keys in keys.chunks(CHUNK) {
            let select = Query::select()
                .column(Column::Seq)
                .from(Entity)
                .cond_where(these(institution_id, keys))
                .order_by(Column::DocumentId, Order::Asc)
                .order_by(Column::Seq, Order::Asc)
                .lock_with_behavior(LockType::Update, LockBehavior::Nowait)
                .to_owned();
            let _: Vec<(i32,)> = tx.fetch(&select).await?;
        }
    }
    Ok(())
}

async fn delete(tx: &mut LoadTx, institution_id: i32, keys: &[Key]) -> Result<(), StoreError> {
    for keys in keys.chunks(CHUNK) {
        let delete = Query::delete().from_table(Entity).cond_where(these(institution_id, keys)).to_owned();
        tx.execute(&delete).await?;
    }
    Ok(())
}

async fn delete_all(tx: &mut LoadTx, institution_id: i32, links: u64) -> Result<(), StoreError> {
    if links == 0 {
        return Ok(());
    }
    let all = || Expr::col(Column::InstitutionId).eq(institution_id);
    let select = Query::select()
        .column(Column::Seq)
        .from(Entity)
        .and_where(all())
        .lock_with_behavior(LockType::Update, LockBehavior::Nowait)
        .to_owned();
    let _: Vec<(i32,)> = tx.fetch(&select).await?;
    tx.execute(&Query::delete().from_table(Entity).and_where(all()).to_owned()).await?;
    Ok(())
}

async fn put(tx: &mut LoadTx, institution_id: i32, links: &[Link]) -> Result<(), StoreError> {
    for links in links.chunks(CHUNK) {
        let mut insert = Query::insert()
            .into_table(Entity)
            .columns([
                Column::InstitutionId,
                Column::DocumentId,
                Column::Seq,
                Column::ContractId,
                Column::Method,
                Column::Confidence,
            ])
            .on_conflict(
                OnConflict::columns([Column::InstitutionId, Column::DocumentId, Column::Seq])
                    .update_columns([Column::ContractId, Column::Method, Column::Confidence])
                    .to_owned(),
            )
            .to_owned();
        for Link { payment: (document_id, seq), contract_id, method, confidence } in links {
            insert.values_panic([
                Expr::value(institution_id),
                Expr::value(*document_id),
                Expr::value(*seq),
                Expr::value(*contract_id),
                Expr::value(method.name()),
                Expr::value(*confidence),
            ]);
        }
        tx.execute(&insert).await?;
    }
    Ok(())
}

/// The rows of these payments.
fn these(institution_id: i32, keys: &[Key]) -> Condition {
    let mut by_document: BTreeMap<i64, Vec<i32>> = BTreeMap::new();
    for (document_id, seq) in keys {
        by_document.entry(*document_id).or_default().push(*seq);
    }
    let mut any = Condition::any();
    for (document_id, seqs) in by_document {
        any = any.add(Expr::col(Column::DocumentId).eq(document_id).and(Expr::col(Column::Seq).is_in(seqs)));
    }
    Condition::all().add(Expr::col(Column::InstitutionId).eq(institution_id)).add(any)
}
