//! One job at work: what connectors share.

use anchorhub_entities::{feed, feed::Connector};
use anchorhub_ingest::{IngestCode, IngestError, OpenRun, Receipt, ReceiptError, ReceiptStatus};
use sea_orm::EntityTrait;
use tokio::sync::Mutex;
use url::Url;

use super::{PullReport, contracts_finder, find_a_tender, http, months};
use crate::{
    PullCode, PullError, Stop,
    fetch::{Answer, Ask, Document},
    jobs::{Claim, Task, Workers},
};

/// One job at work.
pub(crate) struct Work<'a> {
    pub(super) workers: &'a Workers,
    pub(super) claim: &'a Claim,
    pub(super) feed: feed::Model,
    pub(super) stop: &'a Stop,
    /// The run of this job, begun with its first document.
    run: Mutex<Option<OpenRun>>,
}

impl<'a> Work<'a> {
    /// Does a job.
    pub(crate) async fn perform(
        workers: &'a Workers,
        claim: &'a Claim,
        stop: &'a Stop,
    ) -> Result<(), PullError> {
        let feed = feed::Entity::find_by_id(claim.job.feed_id)
            .one(workers.database.read())
            .await?
            .ok_or_else(|| IngestError::new(IngestCode::UnknownFeed, "the feed of this job is gone"))?;
        check(&feed)?;
        let mut work = Self { workers, claim, feed, stop, run: Mutex::default() };
        let done = match &claim.task {
            Task::Pull => Box::pin(work.pull()).await.map(|report| workers.listener.pulled(&report)),
            Task::Fetch { url } => http::fetch(&mut work, url).await,
        };
        match work.run.into_inner() {
            Some(run) => workers.ingestor.end_run(run, done).await,
            None => done,
        }
    }

    async fn pull(&mut self) -> Result<PullReport, PullError> {
        match self.feed.connector {
            Some(Connector::FindATender) => find_a_tender::pull(self).await,
            Some(Connector::ContractsFinder) => contracts_finder::pull(self).await,
            Some(Connector::PublicContractsScotland | Connector::Sell2Wales) => months::pull(self).await,
            Some(Connector::Http) => http::pull(self).await,
            None => {
                let workers = self.workers;
                let (progress, listener) = (&workers.progress, &workers.listener);
                let mut take = |receipt: &Receipt| listener.receipt(receipt);
                let run = workers.ingestor.run_feed(&self.feed.code, progress, &mut take);
                // What is loaded is loaded; the rest is done by the next worker.
                Box::pin(self.stop.unless_told(run)).await??;
                Ok(self.report())
            }
        }
    }

    /// A report with nothing in it yet.
    pub(super) fn report(&self) -> PullReport {
        PullReport { feed: self.feed.code.clone(), ..PullReport::default() }
    }

    /// Where the source is, with a path and parameters added.
    pub(super) fn address(&self, path: &str, parameters: &[(&str, &str)]) -> Result<Url, PullError> {
        let location = self.feed.location.as_deref().unwrap_or_default();
        // A file or page is asked for as it was given: with and without a slash at the end are two addresses.
        let location = if path.is_empty() { location } else { location.trim_end_matches('/') };
        let mut url = self.workers.fetcher.read(&format!("{location}{path}"))?;
        if !parameters.is_empty() {
            url.query_pairs_mut().extend_pairs(parameters);
        }
        Ok(url)
    }

    /// Asks for a document.
    pub(super) async fn get(&self, ask: &Ask) -> Result<Answer, PullError> {
        self.workers.fetcher.get(ask, self.stop).await
    }

    /// Takes a document into the hub; gives what was wrong with it if it could not be taken. What is wrong with
    /// the hub itself is a failure of the job.
    pub(super) async fn load(&self, document: &Document) -> Result<Option<ReceiptError>, PullError> {
        let workers = self.workers;
        let mut open = self.run.lock().await;
        let run = match &mut *open {
            Some(run) => run,
            none => none.insert(workers.ingestor.open_run(&self.feed).await?),
        };
        let receipt = workers.ingestor.take(run, &document.path(), None, &workers.progress).await?;
        // People know the document by its address, not by the file that it was saved in meanwhile.
        let receipt = Receipt { file: document.url.clone(), ..receipt };
        workers.listener.receipt(&receipt);
        let failed = receipt.status == Some(ReceiptStatus::Failed);
        let error = receipt.error.filter(|_| failed);
        let Some(error) = error else { return Ok(None) };
        let failure = PullError::from(&error);
        if failure.passes() { Err(failure) } else { Ok(Some(error)) }
    }
}

/// Whether a feed can be pulled.
pub(crate) fn check(feed: &feed::Model) -> Result<(), PullError> {
    if feed.paused {
        return Err(IngestError::new(
            IngestCode::FeedPaused,
            format!("{0} is paused: `anchorhub feed resume {0}` lets it take documents again", feed.code),
        )
        .into());
    }
    if feed.location.is_none() {
        return Err(PullError::new(
            PullCode::FeedInvalid,
            format!("{} has no location: `anchorhub feed add` with --location gives it one", feed.code),
        ));
    }
    Ok(())
}
