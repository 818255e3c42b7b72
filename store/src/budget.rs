//! Time and life of a request, as the database sees them.
//!
//! Dropping a future does not stop a running SQLite statement; a progress handler does. The handler of a
//! connection looks at the budget of the task that acquired it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::sync::Notify;

tokio::task_local! {
    static CURRENT: QueryBudget;
}

/// How long a request may use the database, and whether anybody still waits for it.
#[derive(Clone, Debug)]
pub struct QueryBudget {
    deadline: Instant,
    life: Arc<Life>,
}

#[derive(Debug, Default)]
struct Life {
    abandoned: AtomicBool,
    ended: Notify,
}

/// Marks the budget as abandoned when the request's future is dropped.
struct AbandonOnDrop(QueryBudget);

impl Drop for AbandonOnDrop {
    fn drop(&mut self) {
        self.0.life.abandoned.store(true, Ordering::Release);
        self.0.life.ended.notify_waiters();
    }
}

impl QueryBudget {
    /// A budget that ends after `limit`.
    pub fn new(limit: Duration) -> Self {
        Self { deadline: Instant::now() + limit, life: Arc::default() }
    }

    /// Runs a future under this budget: statements started in it are cancelled at the deadline, or when the
    /// future is dropped.
    pub async fn scope<F: Future>(self, work: F) -> F::Output {
        let guard = AbandonOnDrop(self.clone());
        let output = CURRENT.scope(self, work).await;
        drop(guard);
        output
    }

    /// The budget of the running task, to hand on to a task that it spawns.
    pub fn current() -> Option<Self> {
        CURRENT.try_with(Clone::clone).ok()
    }

    /// Runs a spawned task's future under the budget of its parent, if there is one.
    pub async fn inherit<F: Future>(parent: Option<Self>, work: F) -> F::Output {
        match parent {
            Some(budget) => CURRENT.scope(budget, work).await,
            None => work.await,
        }
    }

    /// Whether statements under this budget should stop.
    pub fn spent(&self) -> bool {
        self.life.abandoned.load(Ordering::Acquire) || Instant::now() >= self.deadline
    }

    /// Waits until statements under this budget should stop.
    pub async fn ended(&self) {
        let mut woken = std::pin::pin!(self.life.ended.notified());
        // Registered before the look, so that an end between the two is not missed.
        woken.as_mut().enable();
        if self.spent() {
            return;
        }
        tokio::select! {
            () = woken => {}
            () = tokio::time::sleep_until(self.deadline.into()) => {}
        }
    }

    /// What is left of it.
    pub fn remaining(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }
}
