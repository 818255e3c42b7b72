//! The CPV divisions that published categories stand for.
//!
//! Institutions label payments and contracts in words of their own, of their ledgers, of ProClass or SeRCOP. Each label
//! that an institution publishes stands once in `category_label`, with the division that the crosswalk gives it, how
//! sure that is and why. Labels are few, so a filter by division joins them instead of reading texts.

mod crosswalk;
mod key;
mod labels;
mod read;

use std::collections::BTreeSet;

use anchorhub_entities::hub_state;
use anchorhub_store::{Database, LoadTx, StoreError};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};

use self::read::Editions;

/// Documents whose labels are taken in one transaction, and labels that are mapped anew in one.
const DOCUMENTS: u64 = 50;
const LABELS: u64 = 2_000;

/// The counter of the hub that tells by which editions all labels were mapped.
const MARK: &str = "labels_mapped_by";

/// What a refresh did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Labelled {
    /// Documents whose labels were taken.
    pub documents: u64,
    /// Labels that are new, or stand for another division than before.
    pub changed: u64,
}

/// Takes the labels of new documents, and maps all labels anew if another crosswalk or vocabulary counts. In short
/// transactions; stopped anywhere, the next call does the rest. Without anything to do it costs a few small statements.
pub async fn refresh(database: &Database) -> Result<Labelled, StoreError> {
    let mut labelled = Labelled::default();
    loop {
        let mut tx = LoadTx::begin(database).await?;
        let documents = labels::new_documents(&mut tx, DOCUMENTS).await?;
        if documents.is_empty() {
            tx.commit_unchanged().await?;
            break;
        }
        let mut places = BTreeSet::new();
        for document in &documents {
            places.extend(labels::of_document(&mut tx, *document).await?);
        }
        let editions = Editions::read(&mut tx).await?;
        let crosswalk = editions.crosswalk(&mut tx).await?;
        let changed = labels::write(&mut tx, &crosswalk, &places).await?;
        labels::note_taken(&mut tx, &documents).await?;
        labelled.documents += u64::try_from(documents.len()).unwrap_or(u64::MAX);
        labelled.changed += changed;
        commit(tx, changed).await?;
    }
    labelled.changed += map_anew(database).await?;
    Ok(labelled)
}

/// Maps all labels anew if they were last mapped by other editions.
async fn map_anew(database: &Database) -> Result<u64, StoreError> {
    let mut tx = LoadTx::begin(database).await?;
    let editions = Editions::read(&mut tx).await?;
    if mapped_by(&mut tx).await? == Some(editions.mark()) {
        tx.commit_unchanged().await?;
        return Ok(0);
    }
    let crosswalk = editions.crosswalk(&mut tx).await?;
    tx.commit_unchanged().await?;
    let (mut place, mut all) = ((i32::MIN, String::new(), String::new()), 0);
    loop {
        let mut tx = LoadTx::begin(database).await?;
        let places = labels::after(&mut tx, &place, LABELS).await?;
        let Some(last) = places.last().cloned() else {
            note(&mut tx, editions.mark()).await?;
            tx.commit_unchanged().await?;
            return Ok(all);
        };
        place = last;
        let changed = labels::write(&mut tx, &crosswalk, &places.into_iter().collect()).await?;
        all += changed;
        commit(tx, changed).await?;
    }
}

async fn commit(tx: LoadTx, changed: u64) -> Result<(), StoreError> {
    match changed {
        0 => tx.commit_unchanged().await,
        _ => tx.commit().await,
    }
}

async fn mapped_by(tx: &mut LoadTx) -> Result<Option<i64>, StoreError> {
    let select = Query::select()
        .column(hub_state::Column::Value)
        .from(hub_state::Entity)
        .and_where(Expr::col(hub_state::Column::Key).eq(MARK))
        .to_owned();
    let rows: Vec<(i64,)> = tx.fetch(&select).await?;
    Ok(rows.first().map(|(mark,)| *mark))
}

async fn note(tx: &mut LoadTx, mark: i64) -> Result<(), StoreError> {
    use hub_state::Column::{Key, Value};
    let insert = Query::insert()
        .into_table(hub_state::Entity)
        .columns([Key, Value])
        .values_panic([Expr::value(MARK), Expr::value(mark)])
        .on_conflict(OnConflict::column(Key).update_column(Value).to_owned())
        .to_owned();
    tx.execute(&insert).await?;
    Ok(())
}
