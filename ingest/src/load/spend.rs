//! A spend file: its payments written in one transaction.

use std::{collections::BTreeMap, sync::Arc};

use anchorhub_entities::{
    Period, VatBasis, WarningCode, WarningSet, document, document::DocumentStatus, feed, payment,
    rejected_row, supplier_evidence,
};
use anchorhub_resolution::{Loaded, changed_by_document, settle};
use anchorhub_store::{ChangeKind, LoadTx, NameRef, NewName};
use chrono::{Local, Utc};
use rustc_hash::FxHashMap;
use sea_orm::{
    ActiveValue::Set,
    EntityTrait, IntoActiveModel, QueryTrait,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use tokio::{
    sync::mpsc::{self, Receiver},
    task::JoinHandle,
};

use super::{
    batch::{Batch, BatchSink, PaymentRow, RejectedRow},
    document::Task,
    ingestor::Ingestor,
    replace::{Incoming, retire, superseded},
    rows, stored,
};
use crate::{
    Content, IngestCode, IngestError, Receipt, ReceiptStatus, SpendReceipt,
    decode::{Source, TextHints},
    inspect::Samples,
    progress::Progress,
    recognise::Role,
    spend::{SpendRead, SpendReader},
};

/// Batches on their way at once.
const IN_FLIGHT: usize = 3;
/// Rows of small tables written in one statement.
const CHUNK: usize = 400;

/// What the reading thread gives back.
struct Finished {
    source: Source,
    read: SpendRead,
    samples: Samples,
}

/// A spend file whose rows are written and not yet committed.
pub(super) struct Written<'a> {
    loader: Loader<'a>,
    finished: Finished,
}

impl Written<'_> {
    /// Decides what the document replaces, and makes everything visible.
    pub(super) async fn commit(self, task: &Task<'_>) -> Result<Receipt, IngestError> {
        self.loader.finish(task, self.finished).await
    }
}

/// Reads the document in the background and writes its rows as they come; nothing is committed yet.
pub(super) async fn write<'a>(
    ingestor: &Ingestor,
    task: &Task<'a>,
    progress: Arc<dyn Progress>,
) -> Result<Written<'a>, IngestError> {
    let (sender, receiver) = mpsc::channel(IN_FLIGHT);
    let reading = read_in_background(ingestor, task, sender, progress);
    let mut tx = LoadTx::begin(&ingestor.database).await?;
    tx.lock_feed(task.feed.id).await?;
    let document_id = stored::insert(&mut tx, task).await?;
    let mut loader = Loader { tx, document_id, feed: task.feed, names: Vec::new() };
    let loaded = loader.take_all(receiver).await;
    // A failure of the reading explains a batch that never came; a failure of loading ends the reading.
    let finished = reading.await.map_err(|error| panicked(&error))?;
    loaded?;
    Ok(Written { loader, finished: finished? })
}

fn read_in_background(
    ingestor: &Ingestor,
    task: &Task<'_>,
    sender: mpsc::Sender<Batch>,
    progress: Arc<dyn Progress>,
) -> JoinHandle<Result<Finished, IngestError>> {
    let path = task.spooled.raw.to_path_buf();
    let census = task.spooled.census.clone();
    let caps = ingestor.caps;
    let adapter = task.adapter.clone();
    let period = task.period;
    let (vat_basis, threshold) =
        (task.feed.vat_basis.unwrap_or(VatBasis::Unknown), task.feed.threshold_pence);
    tokio::task::spawn_blocking(move || {
        let adapter = adapter.as_deref();
        let hints = adapter.map_or(TextHints::default(), |adapter| adapter.hints);
        let source = Source::open_counted(&path, hints, caps, census.as_ref(), progress.as_ref())?;
        let reader = SpendReader {
            source: &source,
            adapter,
            period,
            vat_basis,
            threshold,
            received: Local::now().date_naive(),
        };
        let mut sink = BatchSink::new(sender);
        let read = reader.read(false, &mut sink, progress.as_ref())?;
        let samples = sink.finish()?;
        Ok(Finished { source, read, samples })
    })
}

fn lost() -> IngestError {
    IngestError::new(IngestCode::Internal, "a payee was not found again in the database")
}

fn panicked(error: &tokio::task::JoinError) -> IngestError {
    tracing::error!(%error, "reading a document ended in a panic");
    IngestError::new(
        IngestCode::WorkbookUnreadable,
        "the file is damaged in a way that cannot be read: save it again or send CSV",
    )
}

/// Writes the rows of one document.
struct Loader<'a> {
    tx: LoadTx,
    document_id: i64,
    feed: &'a feed::Model,
    /// Where payees stand in the database, by their number.
    names: Vec<NameRef>,
}

impl Loader<'_> {
    async fn take_all(&mut self, mut receiver: Receiver<Batch>) -> Result<(), IngestError> {
        while let Some(batch) = receiver.recv().await {
            if batch.forgets {
                self.names.clear();
            }
            self.resolve_names(batch.payees).await?;
            self.write_payments(batch.payments).await?;
            self.write_rejected(batch.rejected).await?;
            self.write_evidence(batch.evidence).await?;
        }
        Ok(())
    }

    async fn resolve_names(&mut self, payees: Vec<NewName>) -> Result<(), IngestError> {
        if payees.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = payees.iter().map(|payee| payee.name.clone()).collect();
        let found: FxHashMap<String, NameRef> = self.tx.ensure_names(payees).await?.into_iter().collect();
        for name in names {
            self.names.push(*found.get(&name).ok_or_else(lost)?);
        }
        Ok(())
    }

    async fn write_payments(&mut self, rows: Vec<PaymentRow>) -> Result<(), IngestError> {
        let mut payments = Vec::with_capacity(rows.len());
        for row in rows {
            let name = *self.names.get(row.payee).ok_or_else(lost)?;
            payments.push(payment::Model {
                institution_id: self.feed.institution_id,
                document_id: self.document_id,
                seq: row.seq,
                row_no: row.row,
                paid_on: row.date,
                pence: row.pence,
                vat_basis: row.vat_basis,
                supplier_id: name.supplier_id,
                supplier_name_id: name.name_id,
                department: row.department,
                purpose: row.purpose,
                category: row.category,
                transaction_no: row.transaction,
                contract_ref: row.contract_ref,
                flags: row.warnings.bits(),
            });
        }
        Ok(self.tx.append_payments(payments).await?)
    }

    async fn write_rejected(&mut self, rejected: Vec<RejectedRow>) -> Result<(), IngestError> {
        let models = rejected.into_iter().map(|row| rejected_row::Model {
            institution_id: self.feed.institution_id,
            document_id: self.document_id,
            seq: row.seq,
            sheet: row.sheet,
            row_no: row.row,
            code: row.code.code().to_owned(),
            field: row.field,
            hint: row.code.hint().to_owned(),
            raw: row.raw,
        });
        rows::insert::<rejected_row::Entity>(&mut self.tx, models).await
    }

    async fn write_evidence(&mut self, said: Vec<(usize, Role, String, i64)>) -> Result<(), IngestError> {
        // Payees whose names differ only in what the database cannot hold are one there.
        let mut counted: BTreeMap<(i64, Role, String), i64> = BTreeMap::new();
        for (payee, role, value, rows) in said {
            let name = self.names.get(payee).ok_or_else(lost)?;
            *counted.entry((name.name_id, role, value)).or_default() += rows;
        }
        let models: Vec<supplier_evidence::ActiveModel> = counted
            .into_iter()
            .map(|((supplier_name_id, role, value), rows)| {
                supplier_evidence::Model {
                    institution_id: self.feed.institution_id,
                    document_id: self.document_id,
                    supplier_name_id,
                    scheme: role.name().to_owned(),
                    value,
                    rows,
                }
                .into_active_model()
            })
            .collect();
        for chunk in models.chunks(CHUNK) {
            let mut insert = supplier_evidence::Entity::insert_many(chunk.to_vec()).into_query();
            // The same may have been written earlier in this document.
            insert.on_conflict(
                OnConflict::columns([
                    supplier_evidence::Column::InstitutionId,
                    supplier_evidence::Column::DocumentId,
                    supplier_evidence::Column::SupplierNameId,
                    supplier_evidence::Column::Scheme,
                    supplier_evidence::Column::Value,
                ])
                .value(supplier_evidence::Column::Rows, Expr::cust("supplier_evidence.rows + excluded.rows"))
                .to_owned(),
            );
            self.tx.execute(&insert).await?;
        }
        Ok(())
    }

    /// What is known only when every row is read: reversals, period, what is replaced, the figures. Then
    /// everything becomes visible at once.
    async fn finish(mut self, task: &Task<'_>, finished: Finished) -> Result<Receipt, IngestError> {
        let Finished { source, read, samples } = finished;
        self.flag_reversals(&read.reversals).await?;
        let mut spend = SpendReceipt::of(&source, &read, samples.into_vec());
        let mut notes = Vec::new();
        let incoming = Incoming {
            id: self.document_id,
            feed_id: task.feed.id,
            institution_id: task.feed.institution_id,
            sha256: &task.spooled.sha256,
            period: read.period,
            is_stated: task.period.is_some(),
        };
        let earlier = superseded(&mut self.tx, &incoming, &mut notes).await?;
        let (institution_id, document_id) = (task.feed.institution_id, self.document_id);
        let replaced: Vec<i64> = earlier.iter().map(|old| old.id).collect();
        let stated = changed_by_document(&mut self.tx, institution_id, document_id, &replaced).await?;
        retire(&mut self.tx, &incoming, &earlier).await?;
        spend.replaces = earlier.first().map(|old| old.sha256.clone());
        let (container, warnings) = (spend.container.clone(), stored::json(&spend.figures.warnings)?);
        let receipt = Receipt {
            document: Some(task.spooled.sha256.clone()),
            status: Some(if earlier.is_empty() { ReceiptStatus::Loaded } else { ReceiptStatus::Replaced }),
            notes,
            ..Receipt::read(task.file.clone(), Content::Spend(spend))
        };
        let figures = self.figures(&read);
        self.tx
            .execute(&stored::update(
                self.document_id,
                document::ActiveModel {
                    container: Set(container),
                    warnings: Set(warnings),
                    recognition: Set(stored::json(&receipt)?),
                    ..figures
                },
            ))
            .await?;
        self.tx.note(ChangeKind::Document, task.spooled.sha256.as_str());
        // Last, as loads of one institution wait here for each other.
        settle(&mut self.tx, Loaded::Payments { institution_id, document_id }, stated).await?;
        anchorhub_linking::mark(&mut self.tx, institution_id).await?;
        self.tx.commit().await?;
        Ok(receipt)
    }

    async fn flag_reversals(&mut self, rows: &[i32]) -> Result<(), IngestError> {
        let bit = WarningSet::bit(WarningCode::ReversalPair);
        for chunk in rows.chunks(CHUNK) {
            let update = Query::update()
                .table(payment::Entity)
                .value(payment::Column::Flags, Expr::cust(format!("flags | {bit}")))
                .and_where(Expr::col(payment::Column::InstitutionId).eq(self.feed.institution_id))
                .and_where(Expr::col(payment::Column::DocumentId).eq(self.document_id))
                .and_where(Expr::col(payment::Column::Seq).is_in(chunk.iter().copied()))
                .to_owned();
            self.tx.execute(&update).await?;
        }
        Ok(())
    }

    /// What the document's record says about what was read.
    fn figures(&self, read: &SpendRead) -> document::ActiveModel {
        let total = &read.total;
        let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let vat_basis = match total.vat.len() {
            1 => total.vat.keys().next().and_then(|name| VatBasis::from_name(name)).unwrap_or_default(),
            _ => VatBasis::Unknown,
        };
        document::ActiveModel {
            status: Set(DocumentStatus::Loaded),
            period_from: Set(read.period.map(Period::from)),
            period_to: Set(read.period.map(Period::to)),
            loaded_at: Set(Some(Utc::now())),
            rows: Set(count(total.rows)),
            payments: Set(count(total.payments)),
            rejected: Set(count(total.rejected)),
            blank: Set(count(total.blank)),
            net_pence: Set(total.net_pence),
            negatives: Set(count(total.negatives)),
            first_date: Set(total.first_date),
            last_date: Set(total.last_date),
            vat_basis: Set(vat_basis),
            ..Default::default()
        }
    }
}
