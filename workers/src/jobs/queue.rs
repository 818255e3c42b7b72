//! The queue: a table of jobs, leased to workers.
//!
//! A lease has a number, counted up with every claim. Whatever a worker writes of its job holds only while the
//! job has that number, so that a worker that was thought dead and comes back changes nothing.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anchorhub_entities::{job, job::JobState};
use anchorhub_store::Database;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QuerySelect,
    TransactionTrait,
    sea_query::{Cond, Expr, ExprTrait, LockBehavior, LockType, OnConflict, Query, SelectStatement},
};
use serde::{Deserialize, Serialize};

use crate::{PullCode, PullError, WorkerSettings, fetch::backoff, settings::seconds};

/// What a job is to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Task {
    /// Pull everything that a feed's source has and the hub has not.
    Pull,
    /// Fetch one document.
    Fetch {
        /// Where it is.
        url: String,
    },
}

impl Task {
    /// Its name in the queue.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Pull => "pull",
            Self::Fetch { .. } => "fetch",
        }
    }

    /// What it does, for people.
    pub fn describe(&self) -> String {
        match self {
            Self::Pull => "pull".to_owned(),
            Self::Fetch { url } => format!("fetch {url}"),
        }
    }

    /// Two jobs with one key never wait or run at the same time.
    fn key(&self, feed_id: i32) -> String {
        match self {
            Self::Pull => format!("pull:{feed_id}"),
            Self::Fetch { url } => format!("fetch:{feed_id}:{url}"),
        }
    }
}

/// A job to be queued.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// What it is to do.
    pub task: Task,
    /// The feed that it is done for.
    pub feed_id: i32,
    /// The moment of the feed's schedule that it is made for, UK clock time.
    pub tick: Option<String>,
}

/// A job that this worker holds the lease of.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The job as it was when it was claimed.
    pub job: job::Model,
    /// What it is to do.
    pub task: Task,
}

/// The queue of a hub.
#[derive(Clone, Debug)]
pub struct Queue {
    database: Database,
    worker: String,
    lease: Duration,
    attempts: i32,
    first_backoff: Duration,
    longest_backoff: Duration,
    remember: TimeDelta,
    /// Jobs that this program is doing.
    in_hand: Arc<Mutex<HashSet<i64>>>,
}

/// Rows of one insert.
const CHUNK: usize = 500;

impl Queue {
    /// The queue as one worker sees it; `worker` names it among all.
    pub fn new(database: Database, worker: String, settings: &WorkerSettings) -> Self {
        Self {
            database,
            worker,
            lease: settings.lease(),
            attempts: i32::try_from(Ord::max(settings.attempts, 1)).unwrap_or(i32::MAX),
            first_backoff: Duration::from_millis(u64::from(settings.job_backoff_milliseconds)),
            longest_backoff: seconds(settings.job_backoff_longest_seconds),
            remember: TimeDelta::days(i64::from(settings.remember_days)),
            in_hand: Arc::default(),
        }
    }

    /// How long a lease lasts unless it is renewed.
    pub fn lease(&self) -> Duration {
        self.lease
    }

    /// Queues jobs, all or none; gives how many are new. One whose work waits already, or whose tick has been
    /// queued before, is left out.
    pub async fn add(&self, jobs: &[NewJob]) -> Result<u64, PullError> {
        let now = Utc::now();
        let transaction = self.database.write().begin().await?;
        let mut added = 0;
        for chunk in jobs.chunks(CHUNK) {
            let mut insert = Query::insert();
            insert.into_table(job::Entity).columns([
                job::Column::Kind,
                job::Column::FeedId,
                job::Column::Payload,
                job::Column::UniqueKey,
                job::Column::Tick,
                job::Column::State,
                job::Column::Attempts,
                job::Column::MaxAttempts,
                job::Column::NotBefore,
                job::Column::Leases,
                job::Column::CreatedAt,
            ]);
            for new in chunk {
                let payload = serde_json::to_string(&new.task)
                    .map_err(|error| PullError::new(PullCode::Internal, format!("a job: {error}")))?;
                insert.values_panic([
                    Expr::value(new.task.name()),
                    Expr::value(new.feed_id),
                    Expr::value(payload),
                    Expr::value(new.task.key(new.feed_id)),
                    Expr::value(new.tick.clone()),
                    Expr::value(JobState::Queued.name()),
                    Expr::value(0),
                    Expr::value(self.attempts),
                    Expr::value(now),
                    Expr::value(0_i64),
                    Expr::value(now),
                ]);
            }
            insert.on_conflict(OnConflict::new().do_nothing().to_owned());
            added += transaction.execute(&insert).await?.rows_affected();
        }
        transaction.commit().await?;
        Ok(added)
    }

    /// Claims the job that has been due the longest, of one feed or of all. A job whose worker let the lease run
    /// out is due again.
    pub async fn claim(&self, feed_id: Option<i32>) -> Result<Option<Claim>, PullError> {
        let now = Utc::now();
        let mut due = Query::select();
        due.column(job::Column::Id)
            .from(job::Entity)
            .cond_where(claimable(now, self.hands(|in_hand| in_hand.iter().copied().collect())))
            .and_where_option(feed_id.map(|id| Expr::col(job::Column::FeedId).eq(id)))
            .order_by(job::Column::NotBefore, sea_orm::Order::Asc)
            .order_by(job::Column::Id, sea_orm::Order::Asc)
            .limit(1)
            // Workers do not wait for each other. SQLite has one writer anyway, and no such words.
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        let mut claim = Query::update();
        claim
            .table(job::Entity)
            .values([
                (job::Column::State, Expr::value(JobState::Running.name())),
                (job::Column::LeasedBy, Expr::value(self.worker.as_str())),
                (job::Column::LeasedUntil, Expr::value(self.until(now))),
                (job::Column::Leases, Expr::col(job::Column::Leases).add(1)),
                (job::Column::Attempts, Expr::col(job::Column::Attempts).add(1)),
                (job::Column::StartedAt, Expr::value(now)),
            ])
            .and_where(Expr::col(job::Column::Id).eq(subquery(due)))
            .returning_all();
        let Some(row) = self.database.write().query_one(&claim).await? else { return Ok(None) };
        let job = job::Model::from_query_result(&row, "")?;
        if job.attempts > job.max_attempts {
            // Its last attempt did not even end: whatever it does, it takes its worker with it.
            let error =
                PullError::new(PullCode::Internal, "its worker ended without a word at every attempt");
            self.end(job.id, job.leases, JobState::Failed, Some(&error)).await?;
            return Ok(None);
        }
        match serde_json::from_str(&job.payload) {
            Ok(task) => {
                self.hands(|in_hand| in_hand.insert(job.id));
                Ok(Some(Claim { job, task }))
            }
            Err(error) => {
                let error = PullError::new(
                    PullCode::Internal,
                    format!("a job of another version of this program: {error}"),
                );
                self.end(job.id, job.leases, JobState::Failed, Some(&error)).await?;
                Ok(None)
            }
        }
    }

    /// Renews a lease; `LEASE_LOST` if another worker has taken the job over. Progress makes the attempts
    /// start anew: a long job that gets on may be interrupted any number of times.
    pub async fn renew(
        &self,
        connection: &impl ConnectionTrait,
        claim: &Claim,
        progress: bool,
    ) -> Result<(), PullError> {
        let mut renew = Query::update();
        renew
            .table(job::Entity)
            .value(job::Column::LeasedUntil, self.until(Utc::now()))
            .cond_where(held(claim.job.id, claim.job.leases));
        if progress {
            renew.value(job::Column::Attempts, 1);
        }
        match connection.execute(&renew).await?.rows_affected() {
            0 => Err(taken_over()),
            _ => Ok(()),
        }
    }

    /// Renews a lease in the middle of the job's work.
    pub async fn keep(&self, claim: &Claim) -> Result<(), PullError> {
        self.renew(self.database.write(), claim, false).await
    }

    /// Lets go of a job, however it has ended.
    pub(super) fn let_go(&self, claim: &Claim) {
        self.hands(|in_hand| in_hand.remove(&claim.job.id));
    }

    fn hands<T>(&self, act: impl FnOnce(&mut HashSet<i64>) -> T) -> T {
        // A poisoned lock only means that a thread ended beside a whole set.
        act(&mut self.in_hand.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Says that a job is done.
    pub async fn done(&self, claim: &Claim) -> Result<(), PullError> {
        self.end(claim.job.id, claim.job.leases, JobState::Done, None).await
    }

    /// Gives a job back that was not finished, so that any worker may go on with it at once.
    pub async fn hand_back(&self, claim: &Claim) -> Result<(), PullError> {
        let update = Query::update()
            .table(job::Entity)
            .values([
                (job::Column::State, Expr::value(JobState::Queued.name())),
                (job::Column::Attempts, Expr::col(job::Column::Attempts).sub(1)),
                (job::Column::LeasedBy, Expr::value(Option::<String>::None)),
                (job::Column::LeasedUntil, Expr::value(Option::<DateTime<Utc>>::None)),
            ])
            .cond_where(held(claim.job.id, claim.job.leases))
            .to_owned();
        self.database.write().execute(&update).await?;
        Ok(())
    }

    /// Says that an attempt failed: the job waits for the next one, or is given up. Gives whether it was given
    /// up.
    pub async fn failed(&self, claim: &Claim, error: &PullError) -> Result<bool, PullError> {
        // Progress may have made the attempts start anew since it was claimed.
        let attempts: Option<i32> = job::Entity::find()
            .select_only()
            .column(job::Column::Attempts)
            .filter(held(claim.job.id, claim.job.leases))
            .into_tuple()
            .one(self.database.write())
            .await?;
        let attempts = attempts.ok_or_else(taken_over)?;
        if !error.passes() || attempts >= claim.job.max_attempts {
            self.end(claim.job.id, claim.job.leases, JobState::Failed, Some(error)).await?;
            return Ok(true);
        }
        let before = u32::try_from(attempts - 1).unwrap_or_default();
        let wait = backoff(self.first_backoff, before, self.longest_backoff);
        let update = Query::update()
            .table(job::Entity)
            .values([
                (job::Column::State, Expr::value(JobState::Queued.name())),
                (job::Column::NotBefore, Expr::value(later(Utc::now(), wait))),
                (job::Column::LeasedBy, Expr::value(Option::<String>::None)),
                (job::Column::LeasedUntil, Expr::value(Option::<DateTime<Utc>>::None)),
                (job::Column::ErrorCode, Expr::value(error.code())),
                (job::Column::ErrorMessage, Expr::value(error.to_string())),
            ])
            .cond_where(held(claim.job.id, claim.job.leases))
            .to_owned();
        self.database.write().execute(&update).await?;
        Ok(false)
    }

    /// Whether nothing waits and nothing runs, for one feed or for all.
    pub async fn is_idle(&self, feed_id: Option<i32>) -> Result<bool, PullError> {
        let mut open = job::Entity::find().filter(pending());
        if let Some(id) = feed_id {
            open = open.filter(Expr::col(job::Column::FeedId).eq(id));
        }
        Ok(open.count(self.database.write()).await? == 0)
    }

    /// Forgets jobs that ended long ago, but for the last of each feed: it knows the feed's last tick.
    pub async fn forget(&self) -> Result<u64, PullError> {
        let newest = Query::select()
            .expr(Expr::col(job::Column::Id).max())
            .from(job::Entity)
            .and_where(Expr::col(job::Column::Tick).is_not_null())
            .group_by_col(job::Column::FeedId)
            .to_owned();
        let delete = Query::delete()
            .from_table(job::Entity)
            .and_where(Expr::col(job::Column::FinishedAt).lt(Utc::now() - self.remember))
            .and_where(Expr::col(job::Column::Id).in_subquery(newest).not())
            .to_owned();
        Ok(self.database.write().execute(&delete).await?.rows_affected())
    }

    async fn end(
        &self,
        id: i64,
        leases: i64,
        state: JobState,
        error: Option<&PullError>,
    ) -> Result<(), PullError> {
        let update = Query::update()
            .table(job::Entity)
            .values([
                (job::Column::State, Expr::value(state.name())),
                (job::Column::FinishedAt, Expr::value(Utc::now())),
                (job::Column::LeasedBy, Expr::value(Option::<String>::None)),
                (job::Column::LeasedUntil, Expr::value(Option::<DateTime<Utc>>::None)),
                (job::Column::ErrorCode, Expr::value(error.map(PullError::code))),
                (job::Column::ErrorMessage, Expr::value(error.map(ToString::to_string))),
            ])
            .cond_where(held(id, leases))
            .to_owned();
        match self.database.write().execute(&update).await?.rows_affected() {
            0 => Err(taken_over()),
            _ => Ok(()),
        }
    }

    fn until(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        later(now, self.lease)
    }
}

/// The failure of a worker whose job another one does by now.
pub(super) fn taken_over() -> PullError {
    PullError::new(PullCode::LeaseLost, "another worker has taken over this job")
}

fn later(now: DateTime<Utc>, time: Duration) -> DateTime<Utc> {
    TimeDelta::from_std(time).ok().and_then(|time| now.checked_add_signed(time)).unwrap_or(now)
}

/// Jobs that may be claimed. One in hand here is not taken over: a load that holds SQLite's only writer for long
/// keeps its own worker from renewing the lease.
fn claimable(now: DateTime<Utc>, in_hand: Vec<i64>) -> Cond {
    Cond::any()
        .add(
            Cond::all()
                .add(Expr::col(job::Column::State).eq(JobState::Queued.name()))
                .add(Expr::col(job::Column::NotBefore).lte(now)),
        )
        .add(
            Cond::all()
                .add(Expr::col(job::Column::State).eq(JobState::Running.name()))
                .add(Expr::col(job::Column::LeasedUntil).lt(now))
                .add(Expr::col(job::Column::Id).is_not_in(in_hand)),
        )
}

fn pending() -> Cond {
    Cond::all().add(Expr::col(job::Column::State).is_in([JobState::Queued.name(), JobState::Running.name()]))
}

fn held(id: i64, leases: i64) -> Cond {
    Cond::all()
        .add(Expr::col(job::Column::Id).eq(id))
        .add(Expr::col(job::Column::Leases).eq(leases))
        .add(Expr::col(job::Column::State).eq(JobState::Running.name()))
}

fn subquery(select: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(select.into()))
}
