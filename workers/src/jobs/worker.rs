//! Workers: they look for jobs, do them, and keep their leases.

use std::{
    hash::{BuildHasher, RandomState},
    panic::AssertUnwindSafe,
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use anchorhub_ingest::{FlagsChecked, Ingestor, Receipt, feeds, progress::Progress};
use anchorhub_store::Database;
use chrono::Utc;
use futures_util::FutureExt as _;
use tokio::{
    runtime::Handle,
    sync::{Mutex, watch},
    task::JoinSet,
    time::Instant,
};

use super::{
    queue::{Claim, NewJob, Queue, Task, taken_over},
    schedule,
};
use crate::{
    PullCode, PullError, Stop, WorkerSettings,
    connect::{self, PullReport, Work},
    fetch::Fetcher,
    guard::Lookup,
    settings::seconds,
};

/// Hears what jobs bring.
pub trait Listener: Send + Sync {
    /// A document was taken, was held already, or could not be taken.
    fn receipt(&self, receipt: &Receipt);
    /// A pull has come to its end.
    fn pulled(&self, report: &PullReport);
    /// A job failed; `last` says that it will not be tried again.
    fn failed(&self, what: &str, error: &PullError, last: bool);
}

/// When workers end, unless they are told to before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Never.
    Told,
    /// When nothing is queued, running or due.
    Idle,
    /// When nothing of one feed is queued or running.
    FeedIdle(i32),
}

/// Workers of one process.
#[derive(Clone)]
pub struct Workers {
    pub(crate) database: Database,
    pub(crate) ingestor: Ingestor,
    pub(crate) fetcher: Fetcher,
    pub(crate) queue: Queue,
    pub(crate) settings: Arc<WorkerSettings>,
    pub(crate) progress: Arc<dyn Progress>,
    pub(crate) listener: Arc<dyn Listener>,
    /// Held by the hand that makes links; whether processes of an earlier version have been checked for red flags.
    linking: Arc<Mutex<bool>>,
}

impl Workers {
    /// Workers of a hub; `temporary` is their folder for files on the way.
    pub fn new(
        database: Database,
        ingestor: Ingestor,
        settings: WorkerSettings,
        lookup: Arc<dyn Lookup>,
        temporary: PathBuf,
        progress: Arc<dyn Progress>,
        listener: Arc<dyn Listener>,
    ) -> Result<Self, PullError> {
        let settings = Arc::new(settings);
        let random = RandomState::new().hash_one(std::process::id());
        let name = format!("{}-{random:016x}", std::process::id());
        let queue = Queue::new(database.clone(), name, &settings);
        let fetcher = Fetcher::new(Arc::clone(&settings), lookup, temporary)?;
        let linking = Arc::default();
        Ok(Self { database, ingestor, fetcher, queue, settings, progress, listener, linking })
    }

    /// Does jobs until told to stop, or until there are none. What is under way when told is handed back.
    pub async fn run(&self, until: Until, stop: &Stop) -> Result<(), PullError> {
        let mut hands = JoinSet::new();
        for hand in 0..self.settings.jobs_at_once.max(1) {
            let (workers, stop) = (self.clone(), stop.clone());
            // A thread for each: reading and merging documents keeps one busy. One of them also keeps the schedules.
            hands.spawn_blocking(move || Handle::current().block_on(workers.work(until, hand == 0, &stop)));
        }
        let mut result = Ok(());
        while let Some(ended) = hands.join_next().await {
            let fault = |error| PullError::new(PullCode::Internal, format!("a worker ended: {error}"));
            result = result.and(ended.map_err(fault));
        }
        result
    }

    /// Pulls one feed now, here or by another worker that is at it already, and returns when its jobs are done.
    pub async fn run_feed(&self, code: &str, stop: &Stop) -> Result<(), PullError> {
        let feed = feeds::find(&self.database, code).await?;
        connect::check(&feed)?;
        self.queue.add(&[NewJob { task: Task::Pull, feed_id: feed.id, tick: None }]).await?;
        self.run(Until::FeedIdle(feed.id), stop).await?;
        stop.check()
    }

    async fn work(&self, until: Until, keeps_schedules: bool, stop: &Stop) {
        let poll = seconds(self.settings.poll_seconds.max(1));
        let mut looked: Option<Instant> = None;
        while !stop.is_told() {
            if keeps_schedules && looked.is_none_or(|at| at.elapsed() >= poll) && until.keeps_schedules() {
                looked = Some(Instant::now());
                if let Err(error) = self.keep_schedules().await {
                    tracing::warn!(code = error.code(), %error, "schedules could not be looked at");
                }
            }
            match self.next(until, stop).await {
                Ok(Next::Did) => {}
                Ok(Next::Nothing) => {
                    self.refresh_links(stop).await;
                    return;
                }
                // A stop ends the loop.
                Ok(Next::Wait) => {
                    self.refresh_links(stop).await;
                    drop(stop.sleep(poll.min(self.queue.lease() / 4)).await);
                }
                Err(error) => {
                    tracing::warn!(code = error.code(), %error, "no job could be taken");
                    drop(stop.sleep(poll).await);
                }
            }
        }
    }

    /// Clusters contracts and links payments when there is nothing else to do: not after each of the many documents
    /// of a pull. One hand of a process at a time is enough; what fails is logged there, and what is stopped
    /// half-way leaves its marks.
    async fn refresh_links(&self, stop: &Stop) {
        if let Ok(mut alone) = self.linking.try_lock() {
            if !*alone {
                // First: it marks suppliers and institutions.
                *alone = stop.unless_told(self.check_flags()).await.unwrap_or(false);
            }
            drop(stop.unless_told(self.ingestor.refresh_links()).await);
        }
    }

    /// Checks processes for red flags that an earlier version compiled; whether that is done. Once is enough: whatever
    /// is loaded since is checked as it comes.
    async fn check_flags(&self) -> bool {
        match self.ingestor.check_flags().await {
            Ok(FlagsChecked { checked: 0, failed: 0 }) => true,
            Ok(FlagsChecked { checked, failed }) => {
                tracing::info!(checked, failed, "processes of an earlier version are checked for red flags");
                true
            }
            Err(error) => {
                tracing::warn!(code = error.code(), %error, "processes could not be checked for red flags");
                false
            }
        }
    }

    async fn keep_schedules(&self) -> Result<(), PullError> {
        let queued = schedule::enqueue_due(&self.database, &self.queue, Utc::now()).await?;
        if queued > 0 {
            tracing::info!(queued, "feeds are due");
        }
        self.queue.forget().await?;
        Ok(())
    }

    async fn next(&self, until: Until, stop: &Stop) -> Result<Next, PullError> {
        let feed_id = match until {
            Until::FeedIdle(id) => Some(id),
            Until::Told | Until::Idle => None,
        };
        if let Some(claim) = self.queue.claim(feed_id).await? {
            self.perform(&claim, stop).await?;
            return Ok(Next::Did);
        }
        let ends = until != Until::Told && self.queue.is_idle(feed_id).await?;
        Ok(if ends { Next::Nothing } else { Next::Wait })
    }

    /// Does a job while keeping its lease, and says how it ended.
    async fn perform(&self, claim: &Claim, stop: &Stop) -> Result<(), PullError> {
        let (lost, mut loses) = watch::channel(false);
        let keeper = tokio::spawn(keep_lease(self.queue.clone(), claim.clone(), lost));
        // A fault in one job must not end the worker.
        let work = AssertUnwindSafe(Box::pin(Work::perform(self, claim, stop))).catch_unwind();
        let result = tokio::select! {
            result = work => result.unwrap_or_else(|_| {
                Err(PullError::new(PullCode::Internal, "the job panicked; please report this as a bug"))
            }),
            _ = loses.wait_for(|lost| *lost) => Err(taken_over()),
        };
        keeper.abort();
        let ended = self.end(claim, result).await;
        self.queue.let_go(claim);
        match ended {
            Err(error) if error.kind() == PullCode::LeaseLost => {
                tracing::info!(job = claim.job.id, "another worker has taken over this job");
                Ok(())
            }
            ended => ended,
        }
    }
}

impl Workers {
    /// Says how a job ended.
    async fn end(&self, claim: &Claim, result: Result<(), PullError>) -> Result<(), PullError> {
        let Err(error) = result else { return self.queue.done(claim).await };
        match error.kind() {
            PullCode::Stopped => self.queue.hand_back(claim).await,
            PullCode::LeaseLost => Err(error),
            _ => {
                let last = self.queue.failed(claim, &error).await?;
                self.listener.failed(&claim.task.describe(), &error, last);
                Ok(())
            }
        }
    }
}

enum Next {
    Did,
    Wait,
    Nothing,
}

impl Until {
    fn keeps_schedules(self) -> bool {
        !matches!(self, Self::FeedIdle(_))
    }
}

/// Renews a lease again and again; tells when it is lost.
async fn keep_lease(queue: Queue, claim: Claim, lost: watch::Sender<bool>) {
    let pause = (queue.lease() / 3).max(Duration::from_millis(100));
    loop {
        tokio::time::sleep(pause).await;
        match queue.keep(&claim).await {
            Ok(()) => {}
            Err(error) if error.kind() == PullCode::LeaseLost => {
                lost.send_replace(true);
                return;
            }
            // The database may be busy or away for a moment; the lease outlasts two failures.
            Err(error) => tracing::info!(code = error.code(), %error, "a lease could not be renewed"),
        }
    }
}
