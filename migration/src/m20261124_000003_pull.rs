//! Pulling: jobs, how far each walk has come, and what was fetched from where.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The schema, with the few words in which the engines differ in braces (see `dialect`).
const UP: &str = include_str!("m20261124_000003_pull.sql");

/// Tables in the order in which they can be dropped.
const DOWN: [&str; 5] = ["fetched_url", "pull_density", "pull_number", "pull_window", "job"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run_script(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in DOWN {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        for column in ["connector", "pull_from"] {
            manager.alter_table(Table::alter().table("feed").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
