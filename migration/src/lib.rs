//! Schema of the hub's database, as ordered migrations that run alike on SQLite and PostgreSQL.

use sea_orm_migration::prelude::*;

mod dialect;
mod m20261123_000001_spend;
mod m20261124_000002_contracts;
mod m20261124_000003_pull;
mod m20261125_000004_identity;
mod m20261125_000005_flags;

/// Brings a database to the current schema.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_spend::Migration),
            Box::new(m20261124_000002_contracts::Migration),
            Box::new(m20261124_000003_pull::Migration),
            Box::new(m20261125_000004_identity::Migration),
            Box::new(m20261125_000005_flags::Migration),
        ]
    }
}
