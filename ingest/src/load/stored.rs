//! Documents as the hub remembers them.

use anchorhub_entities::{Period, VatBasis, document, document::DocumentStatus, feed, supplier_evidence};
use anchorhub_store::{Database, LoadTx};
use chrono::Utc;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryTrait,
    sea_query::{Expr, ExprTrait, Query, UpdateStatement},
};
use serde::Serialize;

use super::document::Task;
use crate::{IngestCode, IngestError, Receipt, ReceiptStatus, spool::Spooled};

/// The loaded document of a feed with these bytes.
pub(super) async fn find_loaded(
    database: &Database,
    feed: &feed::Model,
    sha256: &str,
) -> Result<Option<document::Model>, IngestError> {
    Ok(document::Entity::find()
        .filter(document::Column::FeedId.eq(feed.id))
        .filter(document::Column::Sha256.eq(sha256))
        .filter(document::Column::Status.eq(DocumentStatus::Loaded))
        .one(database.write())
        .await?)
}

/// Remembers a document that could not be taken.
pub(super) async fn remember_failure(
    database: &Database,
    feed: &feed::Model,
    run_id: i64,
    name: &str,
    spooled: &Spooled,
    error: &IngestError,
) -> Result<(), IngestError> {
    let mut failed = blank(feed, run_id, name, spooled);
    failed.error_code = Set(Some(error.code().to_owned()));
    failed.error_message = Set(Some(error.to_string()));
    failed.insert(database.write()).await?;
    Ok(())
}

/// A record with nothing counted yet.
pub(super) fn blank(feed: &feed::Model, run_id: i64, name: &str, spooled: &Spooled) -> document::ActiveModel {
    document::ActiveModel {
        feed_id: Set(feed.id),
        institution_id: Set(feed.institution_id),
        run_id: Set(run_id),
        sha256: Set(spooled.sha256.clone()),
        name: Set(name.to_owned()),
        bytes: Set(i64::try_from(spooled.bytes).unwrap_or(i64::MAX)),
        container: Set(None),
        // Until the last statement of its transaction says otherwise.
        status: Set(DocumentStatus::Failed),
        period_from: Set(None),
        period_to: Set(None),
        superseded_by: Set(None),
        received_at: Set(Utc::now()),
        loaded_at: Set(None),
        rows: Set(0),
        payments: Set(0),
        rejected: Set(0),
        blank: Set(0),
        net_pence: Set(0),
        negatives: Set(0),
        first_date: Set(None),
        last_date: Set(None),
        vat_basis: Set(VatBasis::Unknown),
        warnings: Set("{}".to_owned()),
        recognition: Set("{}".to_owned()),
        records: Set(0),
        known: Set(0),
        error_code: Set(None),
        error_message: Set(None),
        ..Default::default()
    }
}

/// Adds the record of a document that is being loaded; gives its key.
pub(crate) async fn insert(tx: &mut LoadTx, task: &Task<'_>) -> Result<i64, IngestError> {
    let blank = blank(task.feed, task.run_id, &task.name, task.spooled);
    let mut insert = document::Entity::insert(blank).into_query();
    insert.returning_col(document::Column::Id);
    let rows: Vec<(i64,)> = tx.fetch(&insert).await?;
    rows.first()
        .map(|(id,)| *id)
        .ok_or_else(|| IngestError::new(IngestCode::Internal, "the database gave no key for a new document"))
}

/// Writes what was found out about a document.
pub(crate) fn update(document_id: i64, found: document::ActiveModel) -> UpdateStatement {
    document::Entity::update_many().set(found).filter(document::Column::Id.eq(document_id)).into_query()
}

/// A part of a receipt as it is kept.
pub(crate) fn json(part: &impl Serialize) -> Result<String, IngestError> {
    serde_json::to_string(part).map_err(|error| {
        IngestError::new(IngestCode::Internal, format!("the receipt cannot be written: {error}"))
    })
}

/// The period of a remembered document.
pub(super) fn period_of(document: &document::Model) -> Option<Period> {
    document.period_from.zip(document.period_to).and_then(|(from, to)| Period::new(from, to).ok())
}

/// The receipt of a document that the hub holds already: the one that it got when it was loaded.
pub(super) fn unchanged_receipt(file: String, document: &document::Model) -> Result<Receipt, IngestError> {
    let receipt: Receipt = serde_json::from_str(&document.recognition).map_err(|error| {
        IngestError::new(
            IngestCode::Internal,
            format!("the receipt of document {} cannot be read back: {error}", document.sha256),
        )
    })?;
    Ok(Receipt { file, status: Some(ReceiptStatus::Unchanged), ..receipt })
}

/// Marks a document as replaced by another, and takes away what its files said of suppliers. What was read from it
/// is the caller's to take away.
pub(crate) async fn mark_replaced(
    tx: &mut LoadTx,
    institution_id: i32,
    old: i64,
    new: i64,
) -> Result<(), IngestError> {
    let evidence = Query::delete()
        .from_table(supplier_evidence::Entity)
        .and_where(Expr::col(supplier_evidence::Column::InstitutionId).eq(institution_id))
        .and_where(Expr::col(supplier_evidence::Column::DocumentId).eq(old))
        .to_owned();
    tx.execute(&evidence).await?;
    let mark = Query::update()
        .table(document::Entity)
        .value(document::Column::Status, DocumentStatus::Replaced.name())
        .value(document::Column::SupersededBy, new)
        .and_where(Expr::col(document::Column::Id).eq(old))
        .to_owned();
    tx.execute(&mark).await?;
    Ok(())
}
