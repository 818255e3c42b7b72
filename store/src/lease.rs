//! A reader's connection that stops what it runs when nobody waits any more.
//!
//! A connection dropped in the middle of a statement goes on with it: the pool hands it out again only when
//! the statement has ended, and until then the server works for nobody. So a lease that ends early never
//! returns to the pool: its connection is closed, and on PostgreSQL, where a busy server process does not see
//! that, the process is ended through another connection. The lease owns its connection until then, so that
//! this can never hit somebody else's statement. (A cancel would not do: one that arrives before the server
//! has read the statement is lost.)

use std::time::Duration;

use sea_orm::{FromQueryResult, QueryResult, sea_query::SelectStatement};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Postgres, Sqlite, pool::PoolConnection};

use crate::{Database, Engine, StoreError, statement::build};

/// How long closing an abandoned connection may take before it is simply dropped.
const CLOSING_TIME: Duration = Duration::from_secs(5);

/// A connection of the reading pool, held until `release`.
pub(crate) struct Lease {
    database: Database,
    connection: Option<Connection>,
}

enum Connection {
    Sqlite(PoolConnection<Sqlite>),
    Postgres { connection: PoolConnection<Postgres>, backend: i32 },
}

impl Lease {
    /// Takes a connection from the reading pool.
    pub(crate) async fn acquire(database: &Database) -> Result<Self, StoreError> {
        let connection = match database.engine() {
            Engine::Sqlite => Connection::Sqlite(database.sqlite_reader().acquire().await?),
            Engine::Postgres => {
                let mut connection = database.postgres_reader().acquire().await?;
                let backend =
                    sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut *connection).await?;
                Connection::Postgres { connection, backend }
            }
        };
        Ok(Self { database: database.clone(), connection: Some(connection) })
    }

    /// Runs a statement without parameters or rows.
    pub(crate) async fn execute(&mut self, sql: &'static str) -> Result<(), StoreError> {
        match &mut self.connection {
            Some(Connection::Sqlite(connection)) => {
                sqlx::query(sql).execute(&mut **connection).await.map(drop)?;
            }
            Some(Connection::Postgres { connection, .. }) => {
                sqlx::query(sql).execute(&mut **connection).await.map(drop)?;
            }
            None => {}
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
        self.database.count_statement();
        let rows: Vec<QueryResult> = match &mut self.connection {
            Some(Connection::Sqlite(connection)) => {
                let rows = sqlx::query_with(sql, values).fetch_all(&mut **connection).await?;
                rows.into_iter().map(QueryResult::from).collect()
            }
            Some(Connection::Postgres { connection, .. }) => {
                let rows = sqlx::query_with(sql, values).fetch_all(&mut **connection).await?;
                rows.into_iter().map(QueryResult::from).collect()
            }
            None => Vec::new(),
        };
        rows.iter().map(|row| T::from_query_result(row, "").map_err(StoreError::from)).collect()
    }

    /// Gives the connection back to the pool; to be called only when nothing runs on it.
    pub(crate) fn release(mut self) {
        drop(self.connection.take());
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        // Outside a runtime there is nothing that could run the closing; the pool then just forgets it.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let database = self.database.clone();
        runtime.spawn(async move {
            if tokio::time::timeout(CLOSING_TIME, abandon(database, connection)).await.is_err() {
                tracing::warn!("an abandoned database connection could not be closed in time");
            }
        });
    }
}

async fn abandon(database: Database, connection: Connection) {
    let closed = match connection {
        Connection::Sqlite(connection) => connection.close().await,
        Connection::Postgres { connection, backend } => {
            if let Err(error) = terminate(&database, backend).await {
                tracing::warn!(%error, "an abandoned statement could not be stopped; its time limit ends it");
            }
            connection.close().await
        }
    };
    if let Err(error) = closed {
        tracing::debug!(%error, "an abandoned database connection was already closed");
    }
}

/// Ends a PostgreSQL server process. On a connection of its own: the pools may all be busy, with just
/// such statements.
async fn terminate(database: &Database, backend: i32) -> Result<(), sqlx::Error> {
    let options = database.postgres_reader().connect_options();
    let mut connection = PgConnection::connect_with(&options).await?;
    sqlx::query("SELECT pg_terminate_backend($1)").bind(backend).execute(&mut connection).await?;
    connection.close().await
}
