//! The one transaction in which a document is loaded.

use anchorhub_entities::payment;
use sea_query_sqlx::SqlxBinder;
use sqlx::{AssertSqlSafe, FromRow, Postgres, Sqlite, Transaction, postgres::PgRow, sqlite::SqliteRow};

use crate::{Database, Engine, StoreError, bulk, names, names::NameRef, names::NewName, statement::build};

/// A writing transaction. On SQLite it takes the write lock at once (`BEGIN IMMEDIATE`), so that it never
/// fails half-way on a lock; dropped without `commit`, nothing of it remains.
pub struct LoadTx {
    inner: Inner,
    database: Database,
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
        Ok(Self { inner, database: database.clone() })
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

    /// Commits everything and moves the data version on.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        // Last, so that the row is locked only for a moment.
        let bump = "UPDATE hub_state SET value = value + 1 WHERE key = 'data_version'";
        match &mut self.inner {
            Inner::Sqlite(tx) => sqlx::query(bump).execute(&mut **tx).await.map(|_| ())?,
            Inner::Postgres(tx) => sqlx::query(bump).execute(&mut **tx).await.map(|_| ())?,
        }
        match self.inner {
            Inner::Sqlite(tx) => tx.commit().await?,
            Inner::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
