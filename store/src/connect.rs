//! Opening the database: a pool for readers and a pool for the writer, apart from each other.

use std::{
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use sea_orm::{ConnectionTrait, DatabaseConnection, SqlxPostgresConnector, SqlxSqliteConnector};
use sqlx::{
    Connection as _, PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgConnection, PgPoolOptions},
    sqlite::{
        SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
    },
};

use crate::{
    Engine, StoreError, StoreErrorKind,
    readers::{Address, Readers},
};

/// How the database is opened.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `sqlite://PATH` or `postgres://…`.
    pub url: String,
    /// Connections for requests that read.
    pub readers: u32,
    /// Connections for writers (SQLite always has one).
    pub writers: u32,
    /// How long to wait for a connection or for another writer.
    pub patience: Duration,
    /// Upper bound of one reading statement on PostgreSQL.
    pub statement_timeout: Duration,
    /// Page cache of the SQLite writer, in mebibytes.
    pub writer_cache_mib: u32,
}

impl Settings {
    /// Settings with the defaults of `config/default.toml`.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            readers: 8,
            writers: 4,
            patience: Duration::from_secs(30),
            statement_timeout: Duration::from_secs(10),
            writer_cache_mib: 96,
        }
    }
}

/// An open database.
#[derive(Clone, Debug)]
pub struct Database {
    engine: Engine,
    read: DatabaseConnection,
    write: DatabaseConnection,
    /// What `fetch` and `snapshot` read on.
    readers: Arc<Readers>,
    /// PostgreSQL: new payee names are committed beside loads, on connections of their own. Taken from the
    /// writers' pool, loads that hold all of it would wait for each other's.
    names: Option<PgPool>,
    statements: Arc<AtomicU64>,
}

/// Connections of the pool for reading beside the requests.
const OTHER_READERS: u32 = 2;

/// A little more than SQLite's longest wait between two looks for the lock (100 ms).
const TURN: Duration = Duration::from_millis(110);

impl Database {
    /// Opens the database; creates an embedded one that does not exist yet.
    pub async fn connect(settings: &Settings) -> Result<Self, StoreError> {
        if settings.url.starts_with("sqlite:") {
            Self::connect_sqlite(settings).await
        } else if settings.url.starts_with("postgres:") || settings.url.starts_with("postgresql:") {
            Self::connect_postgres(settings).await
        } else {
            let scheme: String = settings.url.chars().take_while(|c| *c != ':').take(20).collect();
            Err(StoreError::new(
                StoreErrorKind::BadUrl,
                format!("no engine for addresses that begin with `{scheme}`"),
            ))
        }
    }

    async fn connect_sqlite(settings: &Settings) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(&settings.url)
            .map_err(|error| StoreError::new(StoreErrorKind::BadUrl, error.to_string()))?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(settings.patience)
            .foreign_keys(true);
        let writer_options = options
            .clone()
            .pragma("cache_size", format!("-{}", u64::from(settings.writer_cache_mib) * 1024))
            .pragma("temp_store", "MEMORY");
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(settings.patience)
            .after_release(|connection, _| Box::pin(is_usable(connection)))
            .connect_with(writer_options)
            .await?;
        let reader_options = options.pragma("query_only", "ON").pragma("mmap_size", "268435456");
        let read = SqlitePoolOptions::new()
            .max_connections(OTHER_READERS)
            .acquire_timeout(settings.patience)
            .test_before_acquire(false)
            .connect_lazy_with(reader_options.clone());
        let readers = Readers::new(Address::Sqlite(reader_options), settings.readers, settings.patience);
        Ok(Self {
            engine: Engine::Sqlite,
            read: SqlxSqliteConnector::from_sqlx_sqlite_pool(read),
            write: SqlxSqliteConnector::from_sqlx_sqlite_pool(write),
            readers: Arc::new(readers),
            names: None,
            statements: Arc::default(),
        })
    }

    async fn connect_postgres(settings: &Settings) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(&settings.url)
            .map_err(|error| StoreError::new(StoreErrorKind::BadUrl, error.to_string()))?
            .application_name("anchorhub");
        let limit = settings.statement_timeout.as_millis().to_string();
        let wait = settings.patience.as_millis().to_string();
        let reader_options = options
            .clone()
            .options([("statement_timeout", limit.as_str()), ("default_transaction_read_only", "on")]);
        let writer_options = options.options([("lock_timeout", wait.as_str())]);
        let names = PgPoolOptions::new()
            .max_connections(2)
            .acquire_timeout(settings.patience)
            .connect_lazy_with(writer_options.clone());
        let write = PgPoolOptions::new()
            .max_connections(settings.writers.max(2))
            .acquire_timeout(settings.patience)
            .after_release(|connection, _| Box::pin(is_in_step(connection)))
            .connect_with(writer_options)
            .await?;
        let read = PgPoolOptions::new()
            .max_connections(OTHER_READERS)
            .acquire_timeout(settings.patience)
            .test_before_acquire(false)
            .connect_lazy_with(reader_options.clone());
        let readers = Readers::new(Address::Postgres(reader_options), settings.readers, settings.patience);
        Ok(Self {
            engine: Engine::Postgres,
            read: SqlxPostgresConnector::from_sqlx_postgres_pool(read),
            write: SqlxPostgresConnector::from_sqlx_postgres_pool(write),
            readers: Arc::new(readers),
            names: Some(names),
            statements: Arc::default(),
        })
    }

    /// Which engine it is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The pool for reading beside the requests: commands and workers. What must stop at the deadline of a `QueryBudget`
    /// goes through `fetch` or `snapshot`.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// The pool for short writing statements; whole documents go through `LoadTx`.
    pub fn write(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Lets other writers have their turn, for work that writes in many transactions one after the other. Processes
    /// that wait for SQLite's only writer look for their turn every tenth of a second and would find it taken.
    pub async fn let_others_write(&self) {
        if self.engine == Engine::Sqlite {
            tokio::time::sleep(TURN).await;
        }
    }

    /// Lets PostgreSQL look again at tables that have grown much in a short time: its own service comes by once a minute,
    /// and until then statements are planned as if the tables were still small, and read them whole. SQLite plans by its
    /// indexes alone.
    pub async fn renew_statistics(&self, tables: &[&'static str]) -> Result<(), StoreError> {
        if self.engine == Engine::Postgres {
            self.write.execute_unprepared(&format!("ANALYZE {}", tables.join(", "))).await?;
        }
        Ok(())
    }

    /// Closes the pools; statements that run are finished first.
    pub async fn close(self) -> Result<(), StoreError> {
        self.readers.close().await;
        self.read.close().await?;
        if let Some(names) = &self.names {
            names.close().await;
        }
        Ok(self.write.close().await?)
    }

    /// How many reading statements ran since the database was opened (`fetch` and `Snapshot::fetch`).
    pub fn statements_read(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    pub(crate) fn count_statement(&self) {
        self.statements.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn readers(&self) -> &Readers {
        &self.readers
    }

    pub(crate) fn sqlite_writer(&self) -> &SqlitePool {
        self.write.get_sqlite_connection_pool()
    }

    pub(crate) fn postgres_writer(&self) -> &PgPool {
        self.write.get_postgres_connection_pool()
    }

    /// Connections for new payee names, beside those that loads hold.
    pub(crate) fn postgres_names(&self) -> &PgPool {
        self.names.as_ref().unwrap_or_else(|| self.postgres_writer())
    }
}

/// Whether answers on a writer's connection belong to what is asked. The driver loses count when a COPY is dropped in the
/// middle, as its task ends: every answer would then be that to the statement before.
async fn is_in_step(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    static ASKED: AtomicI64 = AtomicI64::new(0);
    // Never what was asked before.
    let asked = ASKED.fetch_add(1, Ordering::Relaxed);
    let answered: i64 = sqlx::query_scalar("SELECT $1::BIGINT").bind(asked).fetch_one(connection).await?;
    Ok(answered == asked)
}

/// Whether a writer's connection can be used again. On a full disk SQLite rolls back by itself, of which the
/// driver knows nothing: it would count a transaction for ever that is none, and begin no other.
async fn is_usable(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    // What was sent before, such as the rollback of a dropped transaction, is done when this is answered.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}
