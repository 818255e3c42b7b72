//! The one transaction in which a document is loaded.

use std::collections::BTreeSet;

use anchorhub_entities::{hub_state, payment};
use chrono::Utc;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_query_sqlx::SqlxBinder;
use sqlx::{AssertSqlSafe, FromRow, Postgres, Sqlite, Transaction, postgres::PgRow, sqlite::SqliteRow};

use crate::{
    ChangeKind, Database, Engine, StoreError, StoreErrorKind, bulk, changes, changes::Changes, names,
    names::NameRef, names::NewName, pending, rows, rows::Cell, statement::build,
};

/// A writing transaction. On SQLite it takes the write lock at once (`BEGIN IMMEDIATE`), so that it never
/// fails half-way on a lock; dropped without `commit`, nothing of it remains.
pub struct LoadTx {
    inner: Inner,
    database: Database,
    changes: Changes,
    /// How often suppliers had been merged or split when this transaction first asked for their names.
    moves_seen: Option<i64>,
    /// Suppliers that got new names here.
    renamed: BTreeSet<i64>,
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
        Ok(Self {
            inner,
            database: database.clone(),
            changes: Changes::default(),
            moves_seen: None,
            renamed: BTreeSet::new(),
        })
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

    /// Appends rows to a table, a cell for each of the columns: multi-row inserts on SQLite, `COPY` on PostgreSQL.
    /// Fails when a row is there already.
    pub async fn append_rows(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        rows: Vec<Vec<Cell>>,
    ) -> Result<(), StoreError> {
        match &mut self.inner {
            Inner::Sqlite(tx) => rows::insert_into_sqlite(tx, table, columns, rows).await,
            Inner::Postgres(tx) => rows::copy_into_postgres(tx, table, columns, &rows).await,
        }
    }

    /// Finds or adds published payee names and the suppliers of their keys.
    ///
    /// On PostgreSQL names are committed ahead on a connection of their own, in a fixed order, so that two
    /// loads can never wait for each other's new names. A name without payments says nothing and is not
    /// listed. On SQLite, with its one writer, they are part of this transaction.
    pub async fn ensure_names(&mut self, wanted: Vec<NewName>) -> Result<Vec<(String, NameRef)>, StoreError> {
        if self.moves_seen.is_none() {
            self.moves_seen = Some(self.moves().await?);
        }
        let ensured = match &mut self.inner {
            Inner::Sqlite(tx) => names::ensure_on_sqlite(tx, wanted).await?,
            Inner::Postgres(_) => names::ensure_on_postgres(self.database.postgres_names(), wanted).await?,
        };
        self.renamed.extend(ensured.renamed);
        Ok(ensured.found)
    }

    /// Suppliers that got a name through this transaction which the database did not hold before.
    pub fn renamed(&self) -> &BTreeSet<i64> {
        &self.renamed
    }

    /// Marks suppliers that have to be looked at again, because of what this transaction says of them. After
    /// `settle_suppliers`, as transactions wait here for each other.
    pub async fn mark_suppliers(&mut self, suppliers: &BTreeSet<i64>) -> Result<(), StoreError> {
        let all: Vec<i64> = suppliers.iter().copied().collect();
        for chunk in all.chunks(MARKS_A_STATEMENT) {
            let mark = pending::mark(&chunk.iter().copied().collect(), pending::moment());
            self.execute(&mark).await?;
        }
        Ok(())
    }

    /// Keeps suppliers from being merged or split until this transaction ends, and says whether any were since it
    /// first asked for names: then rows that it wrote may hold ids that stand for nothing any more. For the end of a
    /// transaction, before it marks anything. (SQLite has one writer: never.)
    pub async fn settle_suppliers(&mut self) -> Result<bool, StoreError> {
        let Inner::Postgres(tx) = &mut self.inner else { return Ok(false) };
        sqlx::query("SELECT pg_advisory_xact_lock_shared($1)")
            .bind(SUPPLIERS_LOCK)
            .execute(&mut **tx)
            .await?;
        let moves = self.moves().await?;
        Ok(self.moves_seen.is_some_and(|seen| seen != moves))
    }

    /// Makes this transaction the only one that merges and splits suppliers until it ends, and lets loads that come
    /// to their end wait for it. To be called first; SQLite has one writer anyway.
    pub async fn lock_suppliers(&mut self) -> Result<(), StoreError> {
        if let Inner::Postgres(tx) = &mut self.inner {
            sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(SUPPLIERS_LOCK).execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// Says that this transaction merges or splits suppliers, so that loads under way look at their rows again.
    pub async fn note_moves(&mut self) -> Result<(), StoreError> {
        let next = Expr::col((hub_state::Entity, hub_state::Column::Value)).add(1);
        let count = Query::insert()
            .into_table(hub_state::Entity)
            .columns([hub_state::Column::Key, hub_state::Column::Value])
            .values_panic([Expr::value(MOVES), Expr::value(1_i64)])
            .on_conflict(
                OnConflict::column(hub_state::Column::Key).value(hub_state::Column::Value, next).to_owned(),
            )
            .to_owned();
        self.execute(&count).await?;
        Ok(())
    }

    async fn moves(&mut self) -> Result<i64, StoreError> {
        let select = Query::select()
            .column(hub_state::Column::Value)
            .from(hub_state::Entity)
            .and_where(Expr::col(hub_state::Column::Key).eq(MOVES))
            .to_owned();
        let rows: Vec<(i64,)> = self.fetch(&select).await?;
        Ok(rows.first().map_or(0, |(moves,)| *moves))
    }

    /// Makes this transaction the only one that loads releases until it ends: two documents may hold releases
    /// of the same processes in different orders, and would wait for each other. SQLite has one writer anyway.
    pub async fn lock_releases(&mut self) -> Result<(), StoreError> {
        if let Inner::Postgres(tx) = &mut self.inner {
            sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(RELEASES_LOCK).execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// Makes this transaction the only one in which an edition of reference data takes over until it ends. SQLite
    /// has one writer anyway.
    pub async fn lock_reference(&mut self) -> Result<(), StoreError> {
        if let Inner::Postgres(tx) = &mut self.inner {
            sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(REFERENCE_LOCK).execute(&mut **tx).await?;
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

/// What takeovers of reference data wait for each other on, on PostgreSQL.
const REFERENCE_LOCK: i64 = 0x0A0C_0D60;

/// What transactions that cluster contracts wait for each other on, on PostgreSQL.
const CLUSTERS_LOCK: i64 = 0x0A0C_0D51;

/// What transactions that merge suppliers wait on, and loads at their end, on PostgreSQL.
const SUPPLIERS_LOCK: i64 = 0x0A0C_0D53;

/// Counts how often suppliers were merged or split (in `hub_state`).
const MOVES: &str = "supplier_moves";

/// Marks set in one statement.
const MARKS_A_STATEMENT: usize = 500;

/// The first half of what tells who links the payments of an institution, on PostgreSQL.
const LINKS_LOCK: i32 = 0x0A0C_0D52;
