//! Suppliers, contracts and notices whose names or titles hold words, or that an exact reference names.

use std::collections::BTreeMap;

use anchorhub_entities::{contract, contracting_process, notice, supplier};
use anchorhub_store::{Engine, Snapshot, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::{
    Condition, FromQueryResult,
    sea_query::{Alias, Expr, ExprTrait, Func, Order, Query},
};

use super::Words;

/// Rows that are looked at more closely, the newest of those that hold all words.
const CLOSER: u64 = 200;

/// What was found, and the text in which it was.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Titled {
    /// The canonical supplier, the contract that counts, or the notice (the key of its release).
    pub id: i64,
    /// The name or title; none where what was found by its reference has none.
    pub text: Option<String>,
}

/// Canonical suppliers with a published name whose key holds every word: those that begin with the first word
/// first, then the shorter names. Reads the keys of all suppliers once.
pub async fn supplier_names(
    snapshot: &mut Snapshot,
    engine: Engine,
    words: &Words,
    skip: u64,
    most: u64,
) -> Result<Vec<Titled>, StoreError> {
    use supplier::Column::{Id, Key, MergedInto, Name};
    let Some(first) = words.iter().next() else { return Ok(Vec::new()) };
    let (id, key) = (Alias::new("id"), || Expr::col((supplier::Entity, Key)));
    // 0 where a key begins with the first word.
    let later = Expr::case(engine.position(key(), first).eq(1), 0).finally(1);
    let select = Query::select()
        .expr_as(
            Expr::col((supplier::Entity, MergedInto)).if_null(Expr::col((supplier::Entity, Id))),
            id.clone(),
        )
        .expr_as(Func::min(Expr::col((supplier::Entity, Name))), Alias::new("text"))
        .from(supplier::Entity)
        .cond_where(words.all_in_key(engine, &key()))
        .add_group_by([Expr::cust("1")])
        .order_by_expr(Func::min(later).into(), Order::Asc)
        .order_by_expr(Func::min(Func::cust("length").arg(key())).into(), Order::Asc)
        .order_by(id, Order::Asc)
        .limit(most)
        .offset(skip)
        .take();
    snapshot.fetch(&select).await
}

/// The processes with one of these ocids.
pub(super) async fn processes(snapshot: &mut Snapshot, ocids: &[String]) -> Result<Vec<i64>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
    }
    let select = Query::select()
        .column(contracting_process::Column::Id)
        .from(contracting_process::Entity)
        .and_where(Expr::col(contracting_process::Column::Ocid).is_in(ocids))
        .take();
    let rows: Vec<Row> = snapshot.fetch(&select).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Contracts that count and that one of these references names, or that belong to one of these processes.
pub(super) async fn contracts_named(
    snapshot: &mut Snapshot,
    references: &[String],
    processes: &[i64],
) -> Result<Vec<Titled>, StoreError> {
    let named = Condition::any()
        .add(Expr::col(contract::Column::Reference).is_in(references))
        .add(Expr::col(contract::Column::ProcessId).is_in(processes.iter().copied()));
    contracts(snapshot, named).await
}

/// Contracts that count and in one of whose statements the title holds every word. Reads the titles of all
/// contracts once.
pub(super) async fn contracts_titled(
    snapshot: &mut Snapshot,
    engine: Engine,
    words: &Words,
) -> Result<Vec<Titled>, StoreError> {
    contracts(snapshot, words.all_in(engine, &Expr::col(contract::Column::Title))).await
}

async fn contracts(snapshot: &mut Snapshot, which: Condition) -> Result<Vec<Titled>, StoreError> {
    use contract::Column::{ClusterId, Id, IsTest, Title};
    let id = Alias::new("id");
    let select = Query::select()
        .expr_as(Expr::col(ClusterId).if_null(Expr::col(Id)), id)
        .expr_as(Expr::col(Title), Alias::new("text"))
        .from(contract::Entity)
        .cond_where(which)
        .and_where(Expr::col(IsTest).eq(false))
        .order_by((contract::Entity, Id), Order::Desc)
        .limit(CLOSER)
        .take();
    snapshot.fetch(&select).await
}

/// Notices with one of these numbers, and all of these processes.
pub(super) async fn notices_numbered(
    snapshot: &mut Snapshot,
    numbers: &[String],
    processes: &[i64],
) -> Result<Vec<Titled>, StoreError> {
    let named = Condition::any()
        .add(Expr::col(notice::Column::Identifier).is_in(numbers))
        .add(Expr::col(notice::Column::ProcessId).is_in(processes.iter().copied()));
    let rows = notices(snapshot, named).await?;
    Ok(rows.into_iter().map(|row| Titled { id: row.id, text: row.text }).collect())
}

/// Notices whose title holds every word: of each process the one published last. Reads the titles of all notices
/// once.
pub(super) async fn notices_titled(
    snapshot: &mut Snapshot,
    engine: Engine,
    words: &Words,
) -> Result<Vec<Titled>, StoreError> {
    let rows = notices(snapshot, words.all_in(engine, &Expr::col(notice::Column::Title))).await?;
    let mut latest: BTreeMap<i64, NoticeRow> = BTreeMap::new();
    for row in rows {
        let place = |row: &NoticeRow| (row.published_at, row.id);
        if latest.get(&row.process_id).is_none_or(|other| place(other) < place(&row)) {
            latest.insert(row.process_id, row);
        }
    }
    Ok(latest.into_values().map(|row| Titled { id: row.id, text: row.text }).collect())
}

#[derive(FromQueryResult)]
struct NoticeRow {
    id: i64,
    process_id: i64,
    text: Option<String>,
    published_at: Option<DateTime<Utc>>,
}

async fn notices(snapshot: &mut Snapshot, which: Condition) -> Result<Vec<NoticeRow>, StoreError> {
    use notice::Column::{ProcessId, PublishedAt, ReleaseId, Title};
    let select = Query::select()
        .expr_as(Expr::col(ReleaseId), Alias::new("id"))
        .columns([ProcessId, PublishedAt])
        .expr_as(Expr::col(Title), Alias::new("text"))
        .from(notice::Entity)
        .cond_where(which)
        .order_by(ReleaseId, Order::Desc)
        .limit(CLOSER)
        .take();
    snapshot.fetch(&select).await
}
