//! Notices, contracts and what links them to payments; the sequence of changes.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The schema, with the few words in which the engines differ in braces (see `dialect`).
const UP: &str = include_str!("m20261124_000002_contracts.sql");

/// What `UP` adds, in an order in which it can be taken away.
const DOWN: [&str; 22] = [
    "change",
    "link_pending",
    "payment_contract_link",
    "related_process",
    "performance",
    "contract_change",
    "contract_supplier",
    "contract_buyer",
    "contract",
    "award_supplier",
    "award",
    "bid_statistic",
    "award_criterion",
    "lot",
    "notice",
    "process_place",
    "process_category",
    "process_buyer",
    "contracting_process",
    "unmapped_path",
    "release",
    "institution_alias",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dialect::run_script(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for view in ["opportunity", "supplier_contract", "institution_contract"] {
            manager.get_connection().execute_unprepared(&format!("DROP VIEW {view}")).await?;
        }
        for table in DOWN {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        let connection = manager.get_connection();
        for column in ["records", "known"] {
            connection.execute_unprepared(&format!("ALTER TABLE document DROP COLUMN {column}")).await?;
        }
        connection.execute_unprepared("DELETE FROM hub_state WHERE key = 'change_seq'").await?;
        Ok(())
    }
}
