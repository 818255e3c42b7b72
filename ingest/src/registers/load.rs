//! A contract register: its contracts written in one transaction.

use std::{collections::BTreeSet, sync::Arc};

use anchorhub_entities::{Period, RejectCode, VatBasis, document, document::DocumentStatus, rejected_row};
use anchorhub_resolution::{Loaded, changed_by_document, settle};
use anchorhub_store::{ChangeKind, LoadTx};
use chrono::Utc;
use sea_orm::ActiveValue::Set;
use tokio::{
    sync::mpsc::{self, Receiver, Sender},
    task::JoinHandle,
};

use super::{
    contract::RegisterContract,
    key::Keys,
    read::{RegisterEvent, RegisterRead, RegisterReader, RegisterSink},
    replace::{Incoming, retire, superseded},
    samples::Samples,
    store,
    store::Row,
};
use crate::{
    Content, IngestCode, IngestError, Ingestor, Receipt, ReceiptStatus, RegisterReceipt,
    decode::{Source, TextHints},
    load::{Task, rows, stored},
    progress::Progress,
};

/// Batches on their way at once.
const IN_FLIGHT: usize = 2;
/// Rows handed over at once.
const ROWS: usize = 1_000;

/// Some rows of a register.
#[derive(Default)]
struct Batch {
    contracts: Vec<(u32, Box<RegisterContract>)>,
    rejected: Vec<Rejected>,
}

/// A rejected row with its text owned.
struct Rejected {
    seq: i32,
    sheet: Option<String>,
    row: u32,
    code: RejectCode,
    field: Option<String>,
    raw: String,
}

/// What the reading thread gives back.
struct Finished {
    source: Source,
    read: RegisterRead,
    samples: Samples,
}

/// A register whose contracts are written and not yet committed.
pub(crate) struct Written {
    tx: LoadTx,
    document_id: i64,
    /// Atoms of suppliers that have to be looked at again.
    suppliers: BTreeSet<i64>,
    finished: Finished,
}

/// Reads the document in the background and writes its rows as they come; nothing is committed yet.
pub(crate) async fn write(
    ingestor: &Ingestor,
    task: &Task<'_>,
    progress: Arc<dyn Progress>,
) -> Result<Written, IngestError> {
    let (sender, receiver) = mpsc::channel(IN_FLIGHT);
    let reading = read_in_background(ingestor, task, sender, progress);
    let mut tx = LoadTx::begin(&ingestor.database).await?;
    tx.lock_feed(task.feed.id).await?;
    let document_id = stored::insert(&mut tx, task).await?;
    let loaded = take_all(&mut tx, task, document_id, receiver).await;
    // A failure of the reading explains a batch that never came; a failure of loading ends the reading.
    let finished = reading.await.map_err(|error| panicked(&error))?;
    let suppliers = loaded?;
    Ok(Written { tx, document_id, suppliers, finished: finished? })
}

impl Written {
    /// Decides what the register replaces, and makes everything visible.
    pub(crate) async fn commit(mut self, task: &Task<'_>) -> Result<Receipt, IngestError> {
        let Finished { source, read, samples } = self.finished;
        let mut register = RegisterReceipt::of(&source, &read, samples.into_vec(), task.period);
        let mut notes = Vec::new();
        let incoming = Incoming {
            id: self.document_id,
            feed_id: task.feed.id,
            institution_id: task.feed.institution_id,
            sha256: &task.spooled.sha256,
            period: task.period,
        };
        let earlier = superseded(&mut self.tx, &incoming, &mut notes).await?;
        let (institution_id, replaced) = (task.feed.institution_id, earlier.iter().map(|old| old.id));
        let replaced: Vec<i64> = replaced.collect();
        let mut suppliers = self.suppliers;
        suppliers
            .extend(changed_by_document(&mut self.tx, institution_id, self.document_id, &replaced).await?);
        let (mut institutions, lost) = retire(&mut self.tx, &incoming, &earlier).await?;
        institutions.insert(institution_id);
        suppliers.extend(lost);
        register.replaces = earlier.first().map(|old| old.sha256.clone());
        let (container, warnings) = (register.container.clone(), stored::json(&register.figures.warnings)?);
        let receipt = Receipt {
            document: Some(task.spooled.sha256.clone()),
            status: Some(if earlier.is_empty() { ReceiptStatus::Loaded } else { ReceiptStatus::Replaced }),
            notes,
            ..Receipt::read(task.file.clone(), Content::Register(register))
        };
        let total = &read.total;
        let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let vat_basis =
            read.tables.iter().flat_map(|table| &table.layout).map(|layout| layout.vat_basis).next();
        let found = document::ActiveModel {
            container: Set(container),
            status: Set(DocumentStatus::Loaded),
            period_from: Set(task.period.map(Period::from)),
            period_to: Set(task.period.map(Period::to)),
            loaded_at: Set(Some(Utc::now())),
            rows: Set(count(total.rows)),
            rejected: Set(count(total.rejected)),
            blank: Set(count(total.blank)),
            records: Set(count(total.contracts)),
            first_date: Set(total.first_start),
            last_date: Set(total.last_start),
            vat_basis: Set(vat_basis.unwrap_or_default()),
            warnings: Set(warnings),
            recognition: Set(stored::json(&receipt)?),
            ..Default::default()
        };
        self.tx.execute(&stored::update(self.document_id, found)).await?;
        self.tx.note(ChangeKind::Document, task.spooled.sha256.as_str());
        settle(&mut self.tx, Loaded::Contracts, suppliers).await?;
        anchorhub_linking::mark_all(&mut self.tx, &institutions).await?;
        self.tx.commit().await?;
        Ok(receipt)
    }
}

async fn take_all(
    tx: &mut LoadTx,
    task: &Task<'_>,
    document_id: i64,
    mut receiver: Receiver<Batch>,
) -> Result<BTreeSet<i64>, IngestError> {
    let institution_id = task.feed.institution_id;
    let mut suppliers = BTreeSet::new();
    let mut keys = Keys::new(&task.feed.code, task.period);
    while let Some(Batch { contracts, rejected }) = receiver.recv().await {
        let contracts: Vec<Row> = contracts
            .into_iter()
            .map(|(row, contract)| Row { source_key: keys.next(&contract), row_no: signed(row), contract })
            .collect();
        suppliers.extend(store::write(tx, institution_id, document_id, &contracts).await?);
        let rejected = rejected.into_iter().map(|row| rejected_row::Model {
            institution_id,
            document_id,
            seq: row.seq,
            sheet: row.sheet,
            row_no: signed(row.row),
            code: row.code.code().to_owned(),
            field: row.field,
            hint: row.code.hint().to_owned(),
            raw: row.raw,
        });
        rows::insert::<rejected_row::Entity>(tx, rejected).await?;
    }
    Ok(suppliers)
}

fn read_in_background(
    ingestor: &Ingestor,
    task: &Task<'_>,
    sender: Sender<Batch>,
    progress: Arc<dyn Progress>,
) -> JoinHandle<Result<Finished, IngestError>> {
    let path = task.spooled.raw.to_path_buf();
    let census = task.spooled.census.clone();
    let caps = ingestor.caps;
    let adapter = task.adapter.clone();
    let vat_basis = task.feed.vat_basis.unwrap_or(VatBasis::Unknown);
    tokio::task::spawn_blocking(move || {
        let adapter = adapter.as_deref();
        let hints = adapter.map_or(TextHints::default(), |adapter| adapter.hints);
        let source = Source::open_counted(&path, hints, caps, census.as_ref(), progress.as_ref())?;
        let reader = RegisterReader { source: &source, adapter, vat_basis };
        let mut sink = BatchSink { batch: Batch::default(), sender, samples: Samples::default() };
        let read = reader.read(&mut sink, progress.as_ref())?;
        sink.hand_over()?;
        Ok(Finished { source, read, samples: sink.samples })
    })
}

/// Collects verdicts into batches and hands them over; keeps samples for the receipt.
struct BatchSink {
    batch: Batch,
    sender: Sender<Batch>,
    samples: Samples,
}

impl BatchSink {
    fn hand_over(&mut self) -> Result<(), IngestError> {
        // The receiver is gone only when loading has failed; its error is the one to report.
        self.sender.blocking_send(std::mem::take(&mut self.batch)).map_err(|_| {
            IngestError::new(IngestCode::Internal, "loading stopped before the document was read")
        })
    }
}

impl RegisterSink for BatchSink {
    fn take(&mut self, event: RegisterEvent<'_>) -> Result<(), IngestError> {
        self.samples.look(&event);
        match event {
            RegisterEvent::Contract { row, contract, .. } => self.batch.contracts.push((row, contract)),
            RegisterEvent::Rejected { seq, sheet, row, code, field, raw } => {
                self.batch.rejected.push(Rejected {
                    seq,
                    sheet: sheet.map(str::to_owned),
                    row,
                    code,
                    field: field.map(str::to_owned),
                    raw,
                });
            }
        }
        if self.batch.contracts.len() + self.batch.rejected.len() >= ROWS { self.hand_over() } else { Ok(()) }
    }
}

fn signed(row: u32) -> i32 {
    i32::try_from(row).unwrap_or(i32::MAX)
}

fn panicked(error: &tokio::task::JoinError) -> IngestError {
    tracing::error!(%error, "reading a register ended in a panic");
    IngestError::new(
        IngestCode::WorkbookUnreadable,
        "the file is damaged in a way that cannot be read: save it again or send CSV",
    )
}
