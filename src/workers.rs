//! Workers of this process: what they are made of, and who hears of their work.

use std::sync::{Arc, Mutex, PoisonError};

use anchorhub_ingest::Receipt;
use anchorhub_store::Database;
use anchorhub_workers::{Listener, PullError, PullReport, Stopper, Until, Workers, guard::System};
use tokio::task::JoinHandle;

use crate::{
    commands::receipts::Receipts,
    config::Config,
    failure::Failure,
    hub,
    output::{self, FormatArg},
    progress, server,
};

/// Does jobs until there are none, or until the program is told to end.
pub(crate) async fn run(
    config: &Config,
    database: &Database,
    until: Until,
    quiet: bool,
) -> Result<(), Failure> {
    let workers = workers(config, database, Arc::new(Log), quiet)?;
    let (stopper, stop) = Stopper::new();
    let told = server::told_to_end()?;
    let listening = tokio::spawn(async move {
        told.await;
        stopper.stop();
    });
    let result = workers.run(until, &stop).await;
    listening.abort();
    Ok(result?)
}

/// Pulls one feed now; receipts go to stdout.
pub(crate) async fn run_feed(
    config: &Config,
    database: &Database,
    code: &str,
    format: FormatArg,
    quiet: bool,
) -> Result<(), Failure> {
    let told = Arc::new(Teller {
        receipts: Mutex::new(Some(Receipts::new(format))),
        format,
        failure: Mutex::default(),
    });
    let workers = workers(config, database, Arc::clone(&told) as Arc<dyn Listener>, quiet)?;
    let (stopper, stop) = Stopper::new();
    let end = server::told_to_end()?;
    let listening = tokio::spawn(async move {
        end.await;
        stopper.stop();
    });
    let result = workers.run_feed(code, &stop).await;
    listening.abort();
    result?;
    if let Some(failure) = lock(&told.failure).take() {
        return Err(failure);
    }
    lock(&told.receipts).take().map_or(Ok(()), Receipts::end)
}

/// Workers at work beside something else.
pub(crate) struct Crew {
    stopper: Stopper,
    work: JoinHandle<Result<(), PullError>>,
}

impl Crew {
    /// Starts them.
    pub(crate) fn start(config: &Config, database: &Database) -> Result<Self, Failure> {
        let workers = workers(config, database, Arc::new(Log), true)?;
        let (stopper, stop) = Stopper::new();
        let work = tokio::spawn(async move { workers.run(Until::Told, &stop).await });
        Ok(Self { stopper, work })
    }

    /// Lets them finish what cannot be handed back, and ends them.
    pub(crate) async fn end(self) -> Result<(), Failure> {
        self.stopper.stop();
        let ended = self.work.await;
        Ok(ended
            .map_err(|error| Failure::new("INTERNAL", error.to_string(), "please report this as a bug"))??)
    }
}

fn workers(
    config: &Config,
    database: &Database,
    listener: Arc<dyn Listener>,
    quiet: bool,
) -> Result<Workers, Failure> {
    Ok(Workers::new(
        database.clone(),
        hub::ingestor(config, database)?,
        config.workers.clone(),
        Arc::new(System),
        config.data_dir.join("tmp"),
        progress::for_people(quiet),
        listener,
    )?)
}

/// Writes to the log.
struct Log;

impl Listener for Log {
    fn receipt(&self, receipt: &Receipt) {
        tracing::info!(file = receipt.file, status = ?receipt.status, "a document has come");
    }

    fn pulled(&self, report: &PullReport) {
        tracing::info!(feed = report.feed, report = report.to_text(), "a pull has ended");
    }

    fn failed(&self, what: &str, error: &PullError, last: bool) {
        if last {
            tracing::error!(what, code = error.code(), %error, "a job has failed for good");
        } else {
            tracing::warn!(what, code = error.code(), %error, "a job has failed and will be tried again");
        }
    }
}

/// Writes results to stdout.
struct Teller {
    receipts: Mutex<Option<Receipts>>,
    format: FormatArg,
    failure: Mutex<Option<Failure>>,
}

impl Listener for Teller {
    fn receipt(&self, receipt: &Receipt) {
        if let Some(receipts) = lock(&self.receipts).as_mut() {
            receipts.take(receipt);
        }
    }

    fn pulled(&self, report: &PullReport) {
        let written = if self.format.is_json() {
            output::json(&serde_json::json!({ "pull": report }))
        } else {
            output::line(&report.to_text())
        };
        if let Err(failure) = written {
            lock(&self.failure).get_or_insert(failure);
        }
    }

    fn failed(&self, what: &str, error: &PullError, last: bool) {
        let failure = Failure::from_parts(error.code().to_owned(), &error.to_string()).at(what);
        if last {
            lock(&self.failure).get_or_insert(failure);
        } else {
            output::note(&format!("{failure}; trying again"));
        }
    }
}

/// A poisoned lock only means that a thread ended while it told something.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
