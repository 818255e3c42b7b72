//! Who buys, feeds and spend.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The schema, with the few words in which the engines differ in braces (see `dialect`).
const UP: &str = include_str!("m20261123_000001_spend.sql");

/// Tables in the order in which they can be dropped.
const DOWN: [&str; 13] = [
    "payment",
    "supplier_evidence",
    "supplier_name",
    "supplier",
    "rejected_row",
    "document",
    "ingest_run",
    "feed",
    "institution_group_member",
    "institution_group",
    "institution",
    "area",
    "hub_state",
];

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
