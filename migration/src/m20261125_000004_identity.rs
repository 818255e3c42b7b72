//! Reference data of registers and places; identity, size, sector and place of suppliers; decisions of people.

use sea_orm_migration::prelude::*;

use crate::dialect;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The schema, with the few words in which the engines differ in braces (see `dialect`).
const UP: &str = include_str!("m20261125_000004_identity.sql");

/// Tables in the order in which they can be dropped.
const DOWN: [&str; 19] = [
    "labelled_document",
    "category_label",
    "crowded_postcode",
    "supplier_profile",
    "supplier_pending",
    "match_decision",
    "match_candidate",
    "supplier_link",
    "supplier_block",
    "supplier_identifier",
    "organisation_group",
    "category_mapping",
    "category",
    "deprivation",
    "postcode",
    "organisation_block",
    "organisation_name",
    "organisation",
    "reference_edition",
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
        let connection = manager.get_connection();
        for (table, column, index) in [
            ("supplier", "merged_into", "supplier_merged"),
            ("supplier_name", "atom_id", "supplier_name_atom"),
        ] {
            connection.execute_unprepared(&format!("DROP INDEX {index}")).await?;
            connection.execute_unprepared(&format!("ALTER TABLE {table} DROP COLUMN {column}")).await?;
        }
        Ok(())
    }
}
