//! Labels as they stand in documents, and what is known of them.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{
    category_label, contract, document, document::DocumentStatus, institution, labelled_document, payment,
};
use anchorhub_store::{LoadTx, StoreError};
use sea_orm::{
    ActiveEnum,
    sea_query::{Expr, ExprTrait, Iden, OnConflict, Order, Query},
};

use super::crosswalk::Crosswalk;

/// Rows of one statement: six values each.
const ROWS: usize = 500;

/// A label that an institution publishes under a scheme; the scheme of payments is empty.
pub(super) type Place = (i32, String, String);

/// A label, and the division, confidence and basis that stand with it.
type Standing = (i32, String, String, Option<String>, Option<i16>, Option<String>);

/// Documents that count and whose labels have not been taken yet, with who publishes them.
pub(super) async fn new_documents(tx: &mut LoadTx, most: u64) -> Result<Vec<(i64, i32)>, StoreError> {
    let taken = Query::select()
        .column(labelled_document::Column::DocumentId)
        .from(labelled_document::Entity)
        .to_owned();
    let select = Query::select()
        .columns([document::Column::Id, document::Column::InstitutionId])
        .from(document::Entity)
        .and_where(Expr::col(document::Column::Status).eq(DocumentStatus::Loaded.to_value()))
        .and_where(Expr::col(document::Column::Id).not_in_subquery(taken))
        .order_by(document::Column::Id, Order::Asc)
        .limit(most)
        .to_owned();
    tx.fetch(&select).await
}

/// The labels of a document: of its payments, and of the contracts that it states.
pub(super) async fn of_document(
    tx: &mut LoadTx,
    (document_id, institution_id): (i64, i32),
) -> Result<BTreeSet<Place>, StoreError> {
    let paid = Query::select()
        .distinct()
        .column(payment::Column::Category)
        .from(payment::Entity)
        .and_where(Expr::col(payment::Column::InstitutionId).eq(institution_id))
        .and_where(Expr::col(payment::Column::DocumentId).eq(document_id))
        .and_where(Expr::col(payment::Column::Category).is_not_null())
        .to_owned();
    let paid: Vec<(String,)> = tx.fetch(&paid).await?;
    let stated = Query::select()
        .distinct()
        .columns([contract::Column::CategoryScheme, contract::Column::Category])
        .from(contract::Entity)
        .and_where(Expr::col(contract::Column::DocumentId).eq(document_id))
        .and_where(Expr::col(contract::Column::Category).is_not_null())
        .to_owned();
    let stated: Vec<(Option<String>, String)> = tx.fetch(&stated).await?;
    let of_payments = paid.into_iter().map(|(label,)| (institution_id, String::new(), label));
    let of_contracts = stated
        .into_iter()
        .map(|(scheme, label)| (institution_id, scheme.unwrap_or_else(|| OWN.to_owned()), label));
    Ok(of_payments.chain(of_contracts).collect())
}

/// The scheme of labels that come with none.
const OWN: &str = "OWN";

/// Notes that the labels of documents have been taken.
pub(super) async fn note_taken(tx: &mut LoadTx, documents: &[(i64, i32)]) -> Result<(), StoreError> {
    for chunk in documents.chunks(ROWS) {
        let mut insert = Query::insert()
            .into_table(labelled_document::Entity)
            .columns([labelled_document::Column::DocumentId])
            .to_owned();
        for (document_id, _) in chunk {
            insert.values_panic([Expr::value(*document_id)]);
        }
        insert.on_conflict(OnConflict::column(labelled_document::Column::DocumentId).do_nothing().to_owned());
        tx.execute(&insert).await?;
    }
    Ok(())
}

/// The next labels after a place, in their order.
pub(super) async fn after(tx: &mut LoadTx, place: &Place, most: u64) -> Result<Vec<Place>, StoreError> {
    use category_label::Column::{InstitutionId, Label, Scheme};
    let columns = [InstitutionId, Scheme, Label];
    let (institution_id, scheme, label) = place;
    let place = [Expr::value(*institution_id), Expr::value(scheme.as_str()), Expr::value(label.as_str())];
    let select = Query::select()
        .columns(columns)
        .from(category_label::Entity)
        .and_where(Expr::tuple(columns.map(Expr::col)).gt(Expr::tuple(place)))
        .order_by_columns(columns.map(|column| (column, Order::Asc)))
        .limit(most)
        .to_owned();
    tx.fetch(&select).await
}

/// Writes labels with the divisions that they stand for; says how many are new or stand for something else than before.
pub(super) async fn write(
    tx: &mut LoadTx,
    crosswalk: &Crosswalk,
    places: &BTreeSet<Place>,
) -> Result<u64, StoreError> {
    use category_label::Column::{Basis, Confidence, Division, InstitutionId, Label, Scheme};
    let publishers = publishers(tx, places).await?;
    let rows: Vec<Standing> = places
        .iter()
        .map(|(institution_id, scheme, label)| {
            let publisher = publishers.get(institution_id).map(String::as_str).unwrap_or_default();
            let mapped = crosswalk.division(publisher, scheme, label);
            let (division, confidence, basis) = mapped.map_or((None, None, None), |mapped| {
                (Some(mapped.division), Some(mapped.confidence), Some(mapped.basis))
            });
            (*institution_id, scheme.clone(), label.clone(), division, confidence, basis)
        })
        .collect();
    let differs = [Division, Confidence, Basis].map(|column| {
        let name = column.unquoted().to_owned();
        format!("category_label.{name} IS DISTINCT FROM excluded.{name}")
    });
    let mut changed = 0;
    for chunk in rows.chunks(ROWS) {
        let mut insert = Query::insert()
            .into_table(category_label::Entity)
            .columns([InstitutionId, Scheme, Label, Division, Confidence, Basis])
            .to_owned();
        for (institution_id, scheme, label, division, confidence, basis) in chunk {
            insert.values_panic([
                Expr::value(*institution_id),
                Expr::value(scheme.as_str()),
                Expr::value(label.as_str()),
                Expr::value(division.as_deref()),
                Expr::value(*confidence),
                Expr::value(basis.as_deref()),
            ]);
        }
        insert.on_conflict(
            OnConflict::columns([InstitutionId, Scheme, Label])
                .update_columns([Division, Confidence, Basis])
                .action_and_where(Expr::cust(differs.join(" OR ")))
                .to_owned(),
        );
        changed += tx.execute(&insert).await?;
    }
    Ok(changed)
}

/// The org-ids of those who publish the labels.
async fn publishers(tx: &mut LoadTx, places: &BTreeSet<Place>) -> Result<BTreeMap<i32, String>, StoreError> {
    let ids: BTreeSet<i32> = places.iter().map(|(institution_id, ..)| *institution_id).collect();
    let mut publishers = BTreeMap::new();
    for chunk in ids.into_iter().collect::<Vec<_>>().chunks(ROWS) {
        let select = Query::select()
            .columns([institution::Column::Id, institution::Column::OrgId])
            .from(institution::Entity)
            .and_where(Expr::col(institution::Column::Id).is_in(chunk.iter().copied()))
            .to_owned();
        let rows: Vec<(i32, String)> = tx.fetch(&select).await?;
        publishers.extend(rows);
    }
    Ok(publishers)
}
