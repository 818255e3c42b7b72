//! Reading: one statement at a time, or several from one state of the data.

use sea_orm::{
    DbErr, FromQueryResult, QueryResult,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use anchorhub_entities::hub_state;

use crate::{Database, Engine, QueryBudget, StoreError, StoreErrorKind, lease::Lease};

impl Database {
    /// Runs a reading statement and reads its rows. It stops at the end of the task's `QueryBudget`
    /// (`DEADLINE_EXCEEDED`), and when the future is dropped.
    pub async fn fetch<T: FromQueryResult>(&self, select: &SelectStatement) -> Result<Vec<T>, StoreError> {
        within_budget(async {
            self.count_statement();
            self.fetch_one_way(select).await
        })
        .await
    }

    /// The number that increases with every committed change of facts.
    pub async fn data_version(&self) -> Result<i64, StoreError> {
        let found: Vec<Counter> = within_budget(self.fetch_one_way(&present_version())).await?;
        Ok(found.first().map_or(0, |row| row.value))
    }

    async fn fetch_one_way<T: FromQueryResult>(
        &self,
        select: &SelectStatement,
    ) -> Result<Vec<T>, StoreError> {
        let mut lease = Lease::acquire(self).await?;
        let rows = lease.fetch(select).await;
        match &rows {
            Ok(_) => lease.release(),
            Err(_) => lease.discard(),
        }
        rows
    }

    /// Begins a session in which every statement sees the same state of the data.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        within_budget(async {
            let mut lease = Lease::acquire(self).await?;
            lease
                .execute(match self.engine() {
                    Engine::Sqlite => "BEGIN DEFERRED",
                    Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                })
                .await?;
            // The first statement fixes the state that all others see.
            self.count_statement();
            let version: Vec<Counter> = lease.fetch(&present_version()).await?;
            Ok(Snapshot { data_version: version.first().map_or(0, |row| row.value), lease })
        })
        .await
    }

    /// Begins a session on PostgreSQL in which every statement sees what is committed by then. For tables that nobody
    /// changes while the session lasts: `gate` waits for that, and afterwards `version` reads the version that they are at.
    pub async fn session(
        &self,
        gate: &SelectStatement,
        version: &SelectStatement,
    ) -> Result<Snapshot, StoreError> {
        within_budget(async {
            let mut lease = Lease::acquire(self).await?;
            lease.execute("BEGIN READ ONLY").await?;
            lease.fetch::<Passed>(gate).await?;
            let version: Vec<Counter> = lease.fetch(version).await?;
            Ok(Snapshot { data_version: version.first().map_or(0, |row| row.value), lease })
        })
        .await
    }
}

/// A row whose columns nobody wants.
struct Passed;

impl FromQueryResult for Passed {
    fn from_query_result(_: &QueryResult, _: &str) -> Result<Self, DbErr> {
        Ok(Self)
    }
}

/// The version of the data, as a statement or as part of one that holds for one version alone.
pub fn present_version() -> SelectStatement {
    Query::select()
        .column(hub_state::Column::Value)
        .from(hub_state::Entity)
        .and_where(Expr::col((hub_state::Entity, hub_state::Column::Key)).eq("data_version"))
        .to_owned()
}

#[derive(FromQueryResult)]
struct Counter {
    value: i64,
}

/// Statements that all see one state of the data. Dropped without `finish`, what runs on it is cancelled.
pub struct Snapshot {
    lease: Lease,
    data_version: i64,
}

impl Snapshot {
    /// The version of the data that this session sees.
    pub fn data_version(&self) -> i64 {
        self.data_version
    }

    /// Runs a reading statement and reads its rows, under the same limits as `Database::fetch`.
    pub async fn fetch<T: FromQueryResult>(
        &mut self,
        select: &SelectStatement,
    ) -> Result<Vec<T>, StoreError> {
        self.lease.count_statement();
        within_budget(self.lease.fetch(select)).await
    }

    /// Ends the session and gives its connection back.
    pub async fn finish(mut self) -> Result<(), StoreError> {
        self.lease.execute("COMMIT").await?;
        self.lease.release();
        Ok(())
    }
}

/// Gives up at the end of the task's budget, if it has one; dropping the work cancels its statement.
async fn within_budget<T>(work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    let Some(budget) = QueryBudget::current() else { return work.await };
    tokio::select! {
        biased;
        result = work => result,
        () = budget.ended() => {
            Err(StoreError::new(StoreErrorKind::Deadline, "the request's time for the database is over"))
        }
    }
}
