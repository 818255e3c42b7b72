//! The tables of an analysis database.

use anchorhub_store::Database;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement, TransactionTrait};

use super::failure::of_facts;
use crate::AnalysisError;

/// Tables of a server that keeps facts, as SQL.
pub fn facts_schema() -> &'static str {
    include_str!("../../../config/analysis/tables.sql")
}

/// Tables of the database that is asked, besides the facts, as SQL.
pub fn coordinator_schema() -> &'static str {
    include_str!("../../../config/analysis/coordinator.sql")
}

/// Makes what is missing, as one server has it; what is there stays as it is.
pub(super) async fn prepare(facts: &Database) -> Result<(), AnalysisError> {
    let tx = facts.write().begin().await.map_err(of_facts)?;
    if !has(&tx, "fact_wide").await? {
        tx.execute_unprepared(facts_schema()).await.map_err(of_facts)?;
    }
    if !has(&tx, "fact_state").await? {
        tx.execute_unprepared(coordinator_schema()).await.map_err(of_facts)?;
    }
    let only = "INSERT INTO fact_site SELECT 1, 'the only one' WHERE NOT EXISTS (SELECT FROM fact_site)";
    tx.execute_unprepared(only).await.map_err(of_facts)?;
    tx.commit().await.map_err(of_facts)
}

async fn has(tx: &DatabaseTransaction, table: &str) -> Result<bool, AnalysisError> {
    let sql = "SELECT to_regclass($1) IS NOT NULL";
    let found = Statement::from_sql_and_values(DbBackend::Postgres, sql, [table.into()]);
    let row = tx.query_one_raw(found).await.map_err(of_facts)?;
    row.map_or(Ok(false), |row| row.try_get_by_index(0)).map_err(of_facts)
}
