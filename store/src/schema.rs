//! The state of the schema, and bringing it up to date.

use anchorhub_migration::Migrator;
use sea_orm::{ConnectionTrait, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use sea_orm_migration::MigratorTrait;

use crate::{Database, Engine, StoreError, StoreErrorKind};

/// The key under which programs that migrate one PostgreSQL database wait for each other.
const LOCK: &str = "SELECT pg_advisory_xact_lock(5419280223910312041)";

impl Database {
    /// Brings the schema up to date, wholly or not at all. Safe to call from several processes: one does the
    /// work, the others wait and find it done.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        if self.pending().await?.is_none() {
            return Ok(());
        }
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.write().begin_with_options(options).await?;
        if self.engine() == Engine::Postgres {
            transaction.execute_unprepared(LOCK).await?;
        }
        Migrator::up(&transaction, None).await?;
        Ok(transaction.commit().await?)
    }

    /// Whether the database holds no hub yet: no migration has ever been applied.
    pub async fn is_new(&self) -> Result<bool, StoreError> {
        let applied = Migrator::get_applied_migrations_read_only(self.write()).await.map_err(newer)?;
        Ok(applied.is_empty())
    }

    /// Whether every migration of this program has been applied, and none that it does not know.
    pub async fn check_schema(&self) -> Result<(), StoreError> {
        match self.pending().await? {
            None => Ok(()),
            Some(migration) => Err(StoreError::new(
                StoreErrorKind::SchemaOutdated,
                format!("the database lacks migration {migration}"),
            )),
        }
    }

    /// The first migration that has not been applied.
    async fn pending(&self) -> Result<Option<String>, StoreError> {
        // Over a reader: a long load may hold SQLite's only writer.
        let pending = Migrator::get_pending_migrations_read_only(self.read()).await.map_err(newer)?;
        Ok(pending.first().map(|migration| migration.name().to_owned()))
    }
}

/// The migrator gives errors of its own for one thing only: a migration in the database that it does not know.
fn newer(error: DbErr) -> StoreError {
    match error {
        DbErr::Custom(detail) => StoreError::new(StoreErrorKind::SchemaOutdated, detail),
        other => other.into(),
    }
}
