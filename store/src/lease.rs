//! A reader's connection that stops what it runs when nobody waits any more.
//!
//! A connection dropped in the middle of a statement goes on with it: whoever gets it next waits until
//! the statement has ended, and until then the server works for nobody. So a lease that ends early never
//! returns to the others: its connection is closed, and on PostgreSQL, where a busy server process does not see
//! that, the process is ended through another connection. The lease owns its connection until then, so that
//! this can never hit somebody else's statement. (A cancel would not do: one that arrives before the server
//! has read the statement is lost.)

use std::time::Duration;

use sea_orm::{FromQueryResult, QueryResult, sea_query::SelectStatement};
use sqlx::{AssertSqlSafe, Connection as _};

use crate::{
    Database, StoreError,
    readers::{Connection, Reader},
    statement::build,
};

/// How long closing an abandoned connection may take before it is simply dropped.
const CLOSING_TIME: Duration = Duration::from_secs(5);

/// A connection for reading, held until `release`.
pub(crate) struct Lease {
    database: Database,
    reader: Option<Reader>,
}

impl Lease {
    /// Takes a connection for reading.
    pub(crate) async fn acquire(database: &Database) -> Result<Self, StoreError> {
        let reader = database.readers().acquire().await?;
        Ok(Self { database: database.clone(), reader: Some(reader) })
    }

    /// Counts a statement that is about to run here.
    pub(crate) fn count_statement(&self) {
        self.database.count_statement();
    }

    /// Runs a statement without parameters or rows.
    pub(crate) async fn execute(&mut self, sql: &'static str) -> Result<(), StoreError> {
        let Some(Reader { connection, .. }) = &mut self.reader else { return Ok(()) };
        match connection {
            Connection::Sqlite { connection, .. } => sqlx::query(sql).execute(connection).await.map(drop)?,
            Connection::Postgres { connection, .. } => {
                sqlx::query(sql).execute(connection).await.map(drop)?;
            }
        }
        Ok(())
    }

    /// Runs a reading statement and reads its rows.
    pub(crate) async fn fetch<T: FromQueryResult>(
        &mut self,
        select: &SelectStatement,
    ) -> Result<Vec<T>, StoreError> {
        let (sql, values) = build(self.database.engine(), select);
        let sql = AssertSqlSafe(sql);
        let Some(Reader { connection, .. }) = &mut self.reader else { return Ok(Vec::new()) };
        let rows: Vec<QueryResult> = match connection {
            Connection::Sqlite { connection, .. } => {
                let rows = sqlx::query_with(sql, values).fetch_all(connection).await?;
                rows.into_iter().map(QueryResult::from).collect()
            }
            Connection::Postgres { connection, .. } => {
                let rows = sqlx::query_with(sql, values).fetch_all(connection).await?;
                rows.into_iter().map(QueryResult::from).collect()
            }
        };
        rows.iter().map(|row| T::from_query_result(row, "").map_err(StoreError::from)).collect()
    }

    /// Gives the connection back; to be called only when nothing runs on it and nothing failed.
    pub(crate) fn release(mut self) {
        if let Some(reader) = self.reader.take() {
            self.database.readers().release(reader);
        }
    }

    /// Closes a connection on which a statement ended with an error.
    pub(crate) fn discard(mut self) {
        if let Some(reader) = self.reader.take() {
            self.database.readers().discard(reader);
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(reader) = self.reader.take() else { return };
        // Outside a runtime there is nothing that could run the closing; the connection then is just dropped.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let database = self.database.clone();
        runtime.spawn(async move {
            let Reader { connection, place } = reader;
            if tokio::time::timeout(CLOSING_TIME, abandon(database, connection)).await.is_err() {
                tracing::warn!("an abandoned database connection could not be closed in time");
            }
            // Until now its statement may have run.
            drop(place);
        });
    }
}

async fn abandon(database: Database, connection: Connection) {
    if let Connection::Postgres { backend, .. } = &connection
        && let Err(error) = terminate(&database, *backend).await
    {
        tracing::warn!(%error, "an abandoned statement could not be stopped; its time limit ends it");
    }
    if let Err(error) = connection.close().await {
        tracing::debug!(%error, "an abandoned database connection was already closed");
    }
}

/// Ends a PostgreSQL server process. On a connection of its own: the others may all be busy, with just
/// such statements.
async fn terminate(database: &Database, backend: i32) -> Result<(), sqlx::Error> {
    let Some(mut connection) = database.readers().apart().await? else { return Ok(()) };
    sqlx::query("SELECT pg_terminate_backend($1)").bind(backend).execute(&mut connection).await?;
    connection.close().await
}
