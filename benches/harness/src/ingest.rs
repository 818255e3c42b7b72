//! How long the hub takes to load the single large file, against the raw import of the same rows.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context, Result, ensure};

use crate::{
    database::{Database, Engine},
    hub::Hub,
    process::Ran,
    workload::Workload,
};

/// One round: the hub's load and the floor's.
pub(crate) struct Round {
    pub(crate) hub: Ran,
    pub(crate) floor: Duration,
}

/// Loads the single file into a fresh hub, then imports the very rows that the hub wrote with the engine's own
/// bulk import into an empty table of the same columns, primary key and indexes, with the same settings.
pub(crate) fn round(
    binary: &Path,
    engine: &Engine,
    folder: &Path,
    cache_mib: u32,
    workload: &Workload,
) -> Result<Round> {
    let hub = Hub::set_up(binary, engine, &folder.join("hub"), cache_mib, workload)?;
    let ran = hub.ingest(&workload.single)?;
    let rows = folder.join("floor-rows");
    let floor = match engine {
        Engine::Sqlite { .. } => import_into_sqlite(engine, &hub.database, &rows, cache_mib)?,
        Engine::Postgres { .. } => copy_into_postgres(&hub.database, &rows)?,
    };
    ensure!(
        floor.rows == workload.single.payments,
        "the floor has {} rows, not {}",
        floor.rows,
        workload.single.payments
    );
    fs::remove_file(&rows)?;
    Ok(Round { hub: ran, floor: floor.wall })
}

struct Floor {
    rows: u64,
    wall: Duration,
}

const ROWS_IN_ORDER: &str = "SELECT * FROM payment ORDER BY institution_id, document_id, seq";

fn import_into_sqlite(engine: &Engine, hub: &Database, rows: &Path, cache_mib: u32) -> Result<Floor> {
    // The table before its indexes: "table" comes last in the alphabet.
    let schema = hub.ask(
        "SELECT sql || ';' FROM sqlite_master WHERE tbl_name = 'payment' AND sql IS NOT NULL ORDER BY type DESC",
    )?;
    hub.script(&format!(".mode csv\n.once '{}'\n{ROWS_IN_ORDER};\n", rows.display()))?;
    let floor = Database::create(engine)?;
    let script = format!(
        "PRAGMA journal_mode = WAL;\nPRAGMA synchronous = NORMAL;\nPRAGMA temp_store = MEMORY;\n\
        PRAGMA secure_delete = OFF;\nPRAGMA cache_size = -{};\n{schema}\n.mode csv\n.import '{}' payment\n",
        u64::from(cache_mib) * 1024,
        rows.display()
    );
    floor.settle()?;
    let ran = floor.script(&script)?;
    counted(&floor, "payment", ran.wall)
}

fn copy_into_postgres(hub: &Database, rows: &Path) -> Result<Floor> {
    hub.ask(&format!("\\copy ({ROWS_IN_ORDER}) TO '{}'", rows.display()))?;
    hub.ask("CREATE TABLE floor (LIKE payment INCLUDING ALL)")?;
    hub.settle()?;
    let ran = hub.script(&format!("\\copy floor FROM '{}'", rows.display()))?;
    counted(hub, "floor", ran.wall)
}

fn counted(database: &Database, table: &str, wall: Duration) -> Result<Floor> {
    let count = database.ask(&format!("SELECT COUNT(*) FROM {table}"))?;
    Ok(Floor { rows: count.trim().parse().context("the floor's rows cannot be counted")?, wall })
}
