//! One document of releases: read, stored and compiled in one transaction.

use std::{collections::BTreeMap, sync::Arc};

use anchorhub_entities::{document, document::DocumentStatus, rejected_row};
use anchorhub_ocds::warnings::WarningCode;
use anchorhub_resolution::{Loaded, settle};
use anchorhub_store::{ChangeKind, LoadTx};
use chrono::Utc;
use sea_orm::{
    ActiveValue::Set,
    sea_query::{Expr, ExprTrait, Query},
};
use tokio::{sync::mpsc, task::JoinHandle};

use super::{
    arrive::{Arrivals, Arrived},
    compile::Compiler,
    gather::Corrections,
    read::{self, Batch, Seen},
    touched::Touched,
    write::Marks,
};
use crate::{
    Content, IngestCode, IngestError, Ingestor, Receipt, ReceiptStatus, ReleasesReceipt,
    load::{Task, stored},
    progress::Progress,
};

/// Batches on their way at once.
const IN_FLIGHT: usize = 2;

/// A document of releases that is written and not yet committed.
pub(crate) struct Written {
    tx: LoadTx,
    document_id: i64,
    is_new: bool,
    receipt: ReleasesReceipt,
    seen: Seen,
    marks: Marks,
}

/// Reads a document, stores its releases and compiles their processes; nothing is committed yet.
pub(crate) async fn write(
    ingestor: &Ingestor,
    task: &Task<'_>,
    progress: Arc<dyn Progress>,
) -> Result<Written, IngestError> {
    let (sender, receiver) = mpsc::channel(IN_FLIGHT);
    let reading = read_in_background(ingestor, task, sender, Arc::clone(&progress));
    let mut tx = LoadTx::begin(&ingestor.database).await?;
    tx.lock_releases().await?;
    let (document_id, is_new) = document_of(&mut tx, task).await?;
    let institution_id = task.feed.institution_id;
    let arrivals = Arrivals::new(&mut tx, document_id, institution_id, task.again);
    let arrived = arrivals.take_all(receiver).await;
    // A failure of the reading explains a batch that never came; a failure of storing ends the reading.
    let seen = reading.await.map_err(|error| panicked(&error))?;
    let arrived = arrived?;
    let seen = seen?;

    let mut receipt = receipt(&arrived, &seen);
    let mut corrections = Corrections::new(document_id, arrived.known_ids, is_new);
    let mut touched = Touched::new(document_id, arrived.stale);
    let mut compiler = Compiler::new(ingestor, &mut tx).await?;
    compiler.compile_all(&mut tx, &mut touched, &mut corrections, progress.as_ref()).await?;
    receipt.processes = compiler.processes();
    receipt.corrected = corrections.corrected;
    if corrections.corrected > 0 {
        let code = WarningCode::ReleaseCorrected.code().to_owned();
        receipt.warnings.insert(code, corrections.corrected);
    }
    let marks = compiler.into_marks();
    Ok(Written { tx, document_id, is_new, receipt, seen, marks })
}

impl Written {
    /// Keeps the receipt, and makes everything visible.
    pub(crate) async fn commit(mut self, task: &Task<'_>) -> Result<Receipt, IngestError> {
        let mut receipt = Receipt {
            document: Some(task.spooled.sha256.clone()),
            status: Some(ReceiptStatus::Loaded),
            ..Receipt::read(task.file.clone(), Content::Releases(self.receipt.clone()))
        };
        if task.period.is_some() {
            receipt.notes.push("releases have dates of their own: the given period is left aside".to_owned());
        }
        if self.is_new {
            let (first_date, last_date) = self.seen.days();
            let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
            let found = document::ActiveModel {
                container: Set(Some("json".to_owned())),
                status: Set(DocumentStatus::Loaded),
                loaded_at: Set(Some(Utc::now())),
                rows: Set(count(self.receipt.releases)),
                rejected: Set(count(self.receipt.rejected)),
                records: Set(count(self.receipt.stored)),
                known: Set(count(self.receipt.known)),
                first_date: Set(first_date),
                last_date: Set(last_date),
                warnings: Set(stored::json(&self.receipt.warnings)?),
                recognition: Set(stored::json(&receipt)?),
                ..Default::default()
            };
            self.tx.execute(&stored::update(self.document_id, found)).await?;
            self.tx.note(ChangeKind::Document, task.spooled.sha256.as_str());
        }
        self.tx.note_processes_of(self.document_id);
        // Last, as loads wait here for each other.
        settle(&mut self.tx, Loaded::Contracts, self.marks.suppliers).await?;
        anchorhub_linking::mark_all(&mut self.tx, &self.marks.institutions).await?;
        self.tx.commit().await?;
        Ok(receipt)
    }
}

fn read_in_background(
    ingestor: &Ingestor,
    task: &Task<'_>,
    sender: mpsc::Sender<Batch>,
    progress: Arc<dyn Progress>,
) -> JoinHandle<Result<Seen, IngestError>> {
    let path = task.spooled.raw.to_path_buf();
    let (caps, rules) = (ingestor.release_caps, ingestor.rules.clone());
    tokio::task::spawn_blocking(move || read::read(&path, caps, &rules, &sender, progress.as_ref()))
}

/// The record of the document: a new one, or that of the document which is read again.
async fn document_of(tx: &mut LoadTx, task: &Task<'_>) -> Result<(i64, bool), IngestError> {
    if task.again {
        let select = Query::select()
            .column(document::Column::Id)
            .from(document::Entity)
            .and_where(Expr::col(document::Column::FeedId).eq(task.feed.id))
            .and_where(Expr::col(document::Column::Sha256).eq(task.spooled.sha256.as_str()))
            .and_where(Expr::col(document::Column::Status).eq(DocumentStatus::Loaded.name()))
            .to_owned();
        let rows: Vec<(i64,)> = tx.fetch(&select).await?;
        if let Some((document_id,)) = rows.first() {
            // They are written again.
            let delete = Query::delete()
                .from_table(rejected_row::Entity)
                .and_where(Expr::col(rejected_row::Column::InstitutionId).eq(task.feed.institution_id))
                .and_where(Expr::col(rejected_row::Column::DocumentId).eq(*document_id))
                .to_owned();
            tx.execute(&delete).await?;
            return Ok((*document_id, false));
        }
    }
    Ok((stored::insert(tx, task).await?, true))
}

fn receipt(arrived: &Arrived, seen: &Seen) -> ReleasesReceipt {
    let codes = |counts: BTreeMap<&'static str, u64>| {
        counts.into_iter().map(|(code, count)| (code.to_owned(), count)).collect()
    };
    let (first_date, last_date) = seen.days();
    ReleasesReceipt {
        releases: seen.releases,
        stored: arrived.stored,
        known: arrived.known,
        rejected: arrived.rejections.values().sum(),
        links: seen.skipped.links,
        first_date: first_date.map(|day| day.to_string()),
        last_date: last_date.map(|day| day.to_string()),
        rejections: codes(arrived.rejections.clone()),
        warnings: codes(arrived.warnings.iter().map(|(code, count)| (code.code(), *count)).collect()),
        ..ReleasesReceipt::default()
    }
}

fn panicked(error: &tokio::task::JoinError) -> IngestError {
    tracing::error!(%error, "reading releases ended in a panic");
    IngestError::new(IngestCode::Internal, "the file cannot be read: please report this as a bug")
}
