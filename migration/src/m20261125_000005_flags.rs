//! Red flags of contracting processes.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The schema, with the few words in which the engines differ in braces (see `dialect`).
const UP: &str = include_str!("m20261125_000005_flags.sql");

/// Tables in the order in which they can be dropped.
const DOWN: [&str; 3] = ["process_bid", "flag_check", "red_flag"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run_script(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in DOWN {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
