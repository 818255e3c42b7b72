//! Connections for reading statements.
//!
//! A pool of the driver's asks the server for a sign of life each time a connection comes back, and what else a lease needs
//! to know (which server process it talks to, whose budget stops it) costs a further way there and back each time it goes
//! out: three ways for one statement that takes a tenth of a millisecond. Here a connection keeps what is known of it, and a
//! statement is one way. A connection on which anything failed is not used again.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use sqlx::{
    ConnectOptions as _, Connection as _,
    postgres::{PgConnectOptions, PgConnection},
    sqlite::{SqliteConnectOptions, SqliteConnection},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{QueryBudget, StoreError, StoreErrorKind};

/// Progress handlers run every so many virtual-machine steps of SQLite: about a tenth of a millisecond.
const STEPS_BETWEEN_LOOKS: i32 = 4_000;

/// A connection that nobody used for so long is not used again: something between us and the server may have forgotten it.
const LONGEST_REST: Duration = Duration::from_secs(600);

/// More connections than any database takes.
const MOST: u32 = 100_000;

/// Connections for reading; at most so many at a time as the settings allow. Opened when they are needed.
#[derive(Debug)]
pub(crate) struct Readers {
    address: Address,
    number: u32,
    places: Arc<Semaphore>,
    idle: Mutex<Vec<(Instant, Connection)>>,
    /// How long to wait for a place, and for the server to answer.
    patience: Duration,
}

/// Where connections lead.
#[derive(Debug)]
pub(crate) enum Address {
    Sqlite(SqliteConnectOptions),
    Postgres(PgConnectOptions),
}

/// Whose budget stops what runs on a connection of SQLite.
type Watched = Arc<Mutex<Option<QueryBudget>>>;

/// An open connection, with what is known of it.
#[derive(Debug)]
pub(crate) enum Connection {
    Sqlite { connection: SqliteConnection, watched: Watched },
    Postgres { connection: PgConnection, backend: i32 },
}

/// A connection that is in use, with the place that it takes.
pub(crate) struct Reader {
    pub(crate) connection: Connection,
    pub(crate) place: OwnedSemaphorePermit,
}

impl Readers {
    pub(crate) fn new(address: Address, number: u32, patience: Duration) -> Self {
        let number = number.clamp(1, MOST);
        let places = Arc::new(Semaphore::new(usize::try_from(number).unwrap_or(1)));
        Self { address, number, places, idle: Mutex::default(), patience }
    }

    /// A connection, stopped by the budget of the running task.
    pub(crate) async fn acquire(&self) -> Result<Reader, StoreError> {
        let waited = tokio::time::timeout(self.patience, async {
            let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| closed())?;
            let connection = match self.rested() {
                Some(connection) => connection,
                None => self.open().await?,
            };
            connection.watch(QueryBudget::current());
            Ok(Reader { connection, place })
        });
        waited.await.map_err(|_| {
            let seconds = self.patience.as_secs_f64();
            let detail = format!("no connection for reading became free within {seconds} s");
            StoreError::new(StoreErrorKind::Unavailable, detail)
        })?
    }

    /// The connection that was used last: its server process and its caches are warm.
    fn rested(&self) -> Option<Connection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, connection) = idle.pop()?;
        if since.elapsed() <= LONGEST_REST {
            return Some(connection);
        }
        // All others have rested longer.
        idle.clear();
        None
    }

    /// Takes a connection back. Only one on which nothing runs and nothing failed.
    pub(crate) fn release(&self, reader: Reader) {
        let Reader { connection, place } = reader;
        connection.watch(None);
        if !self.places.is_closed() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push((Instant::now(), connection));
        }
        drop(place);
    }

    /// Lets go of a connection that failed, and of those that rest: when a server ends, it ends all of them.
    pub(crate) fn discard(&self, reader: Reader) {
        drop(reader);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Waits for those in use to come back, gives out no more, and closes all.
    pub(crate) async fn close(&self) {
        // Whoever holds one longer than anybody waits for one is not waited for either.
        let all = tokio::time::timeout(self.patience, self.places.acquire_many(self.number)).await;
        self.places.close();
        drop(all);
        let resting = std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner));
        for (_, connection) in resting {
            if let Err(error) = connection.close().await {
                tracing::debug!(%error, "a connection for reading was already closed");
            }
        }
    }

    /// A connection to the same server that takes no place and is not kept.
    pub(crate) async fn apart(&self) -> Result<Option<PgConnection>, sqlx::Error> {
        match &self.address {
            Address::Sqlite(_) => Ok(None),
            Address::Postgres(options) => options.connect().await.map(Some),
        }
    }

    async fn open(&self) -> Result<Connection, StoreError> {
        match &self.address {
            Address::Sqlite(options) => {
                let mut connection = options.connect().await?;
                let watched = Watched::default();
                let looked_at = Arc::clone(&watched);
                connection.lock_handle().await?.set_progress_handler(STEPS_BETWEEN_LOOKS, move || {
                    let budget = looked_at.lock().unwrap_or_else(PoisonError::into_inner);
                    budget.as_ref().is_none_or(|budget| !budget.spent())
                });
                Ok(Connection::Sqlite { connection, watched })
            }
            Address::Postgres(options) => {
                let mut connection = options.connect().await?;
                let backend =
                    sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut connection).await?;
                Ok(Connection::Postgres { connection, backend })
            }
        }
    }
}

impl Connection {
    /// Ends it in good order.
    pub(crate) async fn close(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite { connection, .. } => connection.close().await,
            Self::Postgres { connection, .. } => connection.close().await,
        }
    }

    /// Lets a budget stop what runs. PostgreSQL is told to stop when it has to.
    fn watch(&self, budget: Option<QueryBudget>) {
        if let Self::Sqlite { watched, .. } = self {
            *watched.lock().unwrap_or_else(PoisonError::into_inner) = budget;
        }
    }
}

fn closed() -> StoreError {
    StoreError::new(StoreErrorKind::Unavailable, "the database was closed")
}
