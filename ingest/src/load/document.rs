//! One document: archived, read by its kind and loaded in one transaction.

use std::sync::Arc;

use anchorhub_entities::{Period, feed, feed::FeedKind};
use tokio::task::JoinHandle;

use super::{ingestor::Ingestor, spend};
use crate::{
    IngestCode, IngestError, Receipt, adapter::Adapter, notices, progress::Progress, registers,
    spool::Spooled,
};

/// What is to be loaded, and as what.
pub(crate) struct Task<'a> {
    pub(crate) feed: &'a feed::Model,
    pub(crate) run_id: i64,
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) spooled: &'a Spooled,
    pub(crate) period: Option<Period>,
    pub(crate) adapter: Option<Arc<Adapter>>,
    /// Whether it is read again from the archive, so that everything made of it is made anew.
    pub(crate) again: bool,
    /// The archiving of its bytes, which must have succeeded before anything is committed.
    pub(crate) archiving: Option<JoinHandle<Result<(), IngestError>>>,
}

/// A document whose rows are written and not yet committed, by its kind.
enum Written<'a> {
    Spend(Box<spend::Written<'a>>),
    Releases(Box<notices::Written>),
    Register(Box<registers::Written>),
}

/// Loads a document while it is archived. Everything is committed, or nothing.
pub(super) async fn load(
    ingestor: &Ingestor,
    mut task: Task<'_>,
    progress: Arc<dyn Progress>,
) -> Result<Receipt, IngestError> {
    let archiving = task.archiving.take();
    let outcome = write(ingestor, &task, progress).await;
    // Also a document that cannot be read is kept.
    if let Some(archiving) = archiving {
        archiving.await.map_err(|error| {
            IngestError::new(IngestCode::Internal, format!("archiving ended early: {error}"))
        })??;
    }
    match outcome? {
        Written::Spend(written) => written.commit(&task).await,
        Written::Releases(written) => written.commit(&task).await,
        Written::Register(written) => written.commit(&task).await,
    }
}

/// Reads and writes a document as what its feed holds.
async fn write<'a>(
    ingestor: &Ingestor,
    task: &Task<'a>,
    progress: Arc<dyn Progress>,
) -> Result<Written<'a>, IngestError> {
    match task.feed.kind {
        FeedKind::Spend => Ok(Written::Spend(Box::new(spend::write(ingestor, task, progress).await?))),
        FeedKind::Ocds => Ok(Written::Releases(Box::new(notices::write(ingestor, task, progress).await?))),
        FeedKind::Contracts => {
            Ok(Written::Register(Box::new(registers::write(ingestor, task, progress).await?)))
        }
    }
}
