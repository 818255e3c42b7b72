//! The one transaction in which a document is loaded.

use anchorhub_entities::payment;
use chrono::Utc;
use sea_query_sqlx::SqlxBinder;
use sqlx::{AssertSqlSafe, FromRow, Postgres, Sqlite, Transaction, postgres::PgRow, sqlite::SqliteRow};

use crate::{
    ChangeKind, Database, Engine, StoreError, StoreErrorKind, bulk, changes, changes::Changes, names,
    names::NameRef, names::NewName, statement::build,
};

/// A writing transaction. On SQLite it takes the write lock at once (`BEGIN IMMEDIATE`), so that it never
/// fails half-way on a lock; dropped without `commit`, nothing of it remains.
pub struct LoadTx {
    inner: Inner,
    database: Database,
    changes: Changes,
}

enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl LoadTx {
    /// Begins a writing transaction.
    pub async fn begin(database: &Database) -> Result<Self, StoreError> {
        let inner = match database.engine() {
            Engine::Sqlite => Inner::Sqlite(database.sqlite_writer().begin_with("BEGIN IMMEDIATE").await?),
            Engine::Postgres => Inner::Postgres(database.postgres_writer().begin().await?),
        };
        Ok(Self { inner, database: database.clone(), changes: Changes::default() })
    }

    /// The engine underneath.
    pub fn engine(&self) -> Engine {
        self.database.engine()
    }

    /// Runs a statement; returns the number of rows it touched.
    pub async fn execute(&mut self, statement: &impl SqlxBinder) -> Result<u64, StoreError> {
        let (sql, values) = build(self.engine(), statement);
        let sql = AssertSqlSafe(sql);
        Ok(match &mut self.inner {
            Inner::Sqlite(tx) => sqlx::query_with(sql, values).execute(&mut **tx).await?.rows_affected(),
            Inner::Postgres(tx) => sqlx::query_with(sql, values).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// Runs a statement and reads its rows; for small answers.
    pub async fn fetch<T>(&mut self, statement: &impl SqlxBinder) -> Result<Vec<T>, StoreError>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let (sql, values) = build(self.engine(), statement);
        let sql = AssertSqlSafe(sql);
        Ok(match &mut self.inner {
            Inner::Sqlite(tx) => sqlx::query_as_with(sql, values).fetch_all(&mut **tx).await?,
            Inner::Postgres(tx) => sqlx::query_as_with(sql, values).fetch_all(&mut **tx).await?,
        })
    }

    /// Makes this transaction the only writer of a feed until it ends. SQLite has one writer anyway.
    pub async fn lock_feed(&mut self, feed_id: i32) -> Result<(), StoreError> {
        if let Inner::Postgres(tx) = &mut self.inner {
            sqlx::query("SELECT id FROM feed WHERE id = $1 FOR UPDATE")
                .bind(feed_id)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// Appends payments: multi-row inserts on SQLite, `COPY` on PostgreSQL.
    pub async fn append_payments(&mut self, payments: Vec<payment::Model>) -> Result<(), StoreError> {
        match &mut self.inner {
            Inner::Sqlite(tx) => bulk::insert_into_sqlite(tx, payments).await,
            Inner::Postgres(tx) => bulk::copy_into_postgres(tx, &payments).await,
        }
    }

    /// Finds or adds published payee names and the suppliers of their keys.
    ///
    /// On PostgreSQL names are committed ahead on a connection of their own, in a fixed order, so that two
    /// loads can never wait for each other's new names. A name without payments says nothing and is not
    /// listed. On SQLite, with its one writer, they are part of this transaction.
    pub async fn ensure_names(&mut self, wanted: Vec<NewName>) -> Result<Vec<(String, NameRef)>, StoreError> {
        match &mut self.inner {
            Inner::Sqlite(tx) => names::ensure_on_sqlite(tx, wanted).await,
            Inner::Postgres(_) => names::ensure_on_postgres(self.database.postgres_names(), wanted).await,
        }
    }

    /// Makes this transaction the only one that loads releases until it ends: two documents may hold releases
    /// of the same processes in different orders, and would wait for each other. SQLite has one writer anyway.
    pub async fn lock_releases(&mut self) -> Result<(), StoreError> {
        if let Inner::Postgres(tx) = &mut self.inner {
            sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(RELEASES_LOCK).execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// Makes this transaction the only one that clusters contracts until it ends: a cluster may hold contracts
    /// of several institutions. SQLite has one writer anyway.
    pub async fn lock_clusters(&mut self) -> Result<(), StoreError> {
        if let Inner::Postgres(tx) = &mut self.inner {
            sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(CLUSTERS_LOCK).execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// Makes this transaction the only one that links payments of an institution until it ends; false when
    /// another one is. SQLite has one writer anyway.
    pub async fn try_lock_links(&mut self, institution_id: i32) -> Result<bool, StoreError> {
        Ok(match &mut self.inner {
            Inner::Sqlite(_) => true,
            Inner::Postgres(tx) => {
                sqlx::query_scalar("SELECT pg_try_advisory_xact_lock($1, $2)")
                    .bind(LINKS_LOCK)
                    .bind(institution_id)
                    .fetch_one(&mut **tx)
                    .await?
            }
        })
    }

    /// Lets PostgreSQL look again at tables that this transaction has filled: nobody else sees its rows, so that
    /// statements are planned as if the tables were still as small as before, and read them whole. SQLite plans
    /// by its indexes alone.
    pub async fn renew_statistics(&mut self, tables: &[&'static str]) -> Result<(), StoreError> {
        if let Inner::Postgres(tx) = &mut self.inner {
            let statement = format!("ANALYZE {}", tables.join(", "));
            sqlx::query(AssertSqlSafe(statement)).execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// Notes what this transaction changes, for the sequence of changes.
    pub fn note(&mut self, kind: ChangeKind, key: impl Into<String>) {
        self.changes.noted.push((kind, key.into()));
    }

    /// Notes that every process changes of which the document brought a new release.
    pub fn note_processes_of(&mut self, document_id: i64) {
        self.changes.processes_of = Some(document_id);
    }

    /// Commits everything, moves the data version on and writes the noted changes into their sequence.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        // Last, so that the rows are locked only for a moment; and in the order of commits, because they are.
        let data_version = self.advance("data_version", 1).await?;
        self.write_changes(data_version).await?;
        self.commit_unchanged().await
    }

    /// Commits what changes no facts, such as a mark that is taken away: the data version stays, and what was
    /// noted is dropped.
    pub async fn commit_unchanged(self) -> Result<(), StoreError> {
        match self.inner {
            Inner::Sqlite(tx) => tx.commit().await?,
            Inner::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    async fn write_changes(&mut self, data_version: i64) -> Result<(), StoreError> {
        let Changes { noted, processes_of } = std::mem::take(&mut self.changes);
        let processes = match processes_of {
            Some(document_id) => {
                let counted: Vec<(i64,)> = self.fetch(&changes::count_processes(document_id)).await?;
                counted.first().map_or(0, |(count,)| *count)
            }
            None => 0,
        };
        let all = i64::try_from(noted.len()).unwrap_or(i64::MAX).saturating_add(processes);
        if all == 0 {
            return Ok(());
        }
        let mut before = self.advance("change_seq", all).await? - all;
        let at = Utc::now();
        for chunk in noted.chunks(changes::CHUNK) {
            self.execute(&changes::insert_noted(chunk, before, data_version, at)).await?;
            before = before.saturating_add(i64::try_from(chunk.len()).unwrap_or(i64::MAX));
        }
        if let Some(document_id) = processes_of.filter(|_| processes > 0) {
            self.execute(&changes::insert_processes(document_id, before, data_version, at)).await?;
        }
        Ok(())
    }

    async fn advance(&mut self, counter: &'static str, by: i64) -> Result<i64, StoreError> {
        let values: Vec<(i64,)> = self.fetch(&changes::advance(counter, by)).await?;
        values.first().map(|(value,)| *value).ok_or_else(|| {
            StoreError::new(StoreErrorKind::Damaged, format!("the counter {counter} is missing"))
        })
    }
}

/// What loads of releases wait for each other on, on PostgreSQL: any number of our own.
const RELEASES_LOCK: i64 = 0x0A0C_0D50;

/// What transactions that cluster contracts wait for each other on, on PostgreSQL.
const CLUSTERS_LOCK: i64 = 0x0A0C_0D51;

/// The first half of what tells who links the payments of an institution, on PostgreSQL.
const LINKS_LOCK: i32 = 0x0A0C_0D52;
