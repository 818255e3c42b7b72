//! Opening the hub that the configuration names.

use std::path::PathBuf;

use anchorhub_ingest::{
    Archive, Ingestor,
    reference::{self, ReferenceKind},
};
use anchorhub_ocds::{Merger, Rules};
use anchorhub_reference::introduce_crosswalk;
use anchorhub_store::{Database, Engine};
use chrono::{Local, NaiveDate};

use crate::{
    config::{Anchors, Config},
    failure::Failure,
};

/// Institutions and areas of the West Midlands Combined Authority, for `hub.anchors`.
const WEST_MIDLANDS: [(ReferenceKind, &str, &str); 2] = [
    (ReferenceKind::Areas, "west-midlands/areas.csv", include_str!("../config/west-midlands/areas.csv")),
    (
        ReferenceKind::Institutions,
        "west-midlands/institutions.csv",
        include_str!("../config/west-midlands/institutions.csv"),
    ),
];

/// Whether a database server's schema may be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Upgrade {
    /// Yes: the operator asked for it.
    Allowed,
    /// No: other programs may be using it. An embedded database belongs to this program and is upgraded.
    EmbeddedOnly,
}

/// Opens the hub, creating it where there is none.
pub(crate) async fn open(config: &Config, upgrade: Upgrade) -> Result<Database, Failure> {
    std::fs::create_dir_all(&config.data_dir).map_err(|error| {
        Failure::new(
            "DATA_DIR_UNUSABLE",
            error.to_string(),
            "name a folder that can be written with --data-dir",
        )
        .at(config.data_dir.display())
    })?;
    let database = Database::connect(&config.store_settings()).await?;
    let may_migrate =
        database.engine() == Engine::Sqlite || upgrade == Upgrade::Allowed || database.is_new().await?;
    if may_migrate {
        database.migrate().await?;
    }
    database.check_schema().await?;
    if config.hub.anchors == Anchors::WestMidlands {
        introduce_anchors(&database).await?;
    }
    introduce_crosswalk(&database, &temporary(config)).await?;
    Ok(database)
}

/// Folder for files that last no longer than the command that makes them.
pub(crate) fn temporary(config: &Config) -> PathBuf {
    config.data_dir.join("tmp")
}

/// Opens a hub that must be there already.
pub(crate) async fn open_existing(config: &Config) -> Result<Database, Failure> {
    let file = config.embedded_database();
    if config.database.url.is_none() && !file.exists() {
        return Err(Failure::new(
            "HUB_NOT_FOUND",
            "there is no hub here yet",
            "name its folder with --data-dir or its database with --database; `anchorhub ingest` makes a new one",
        )
        .at(file.display()));
    }
    open(config, Upgrade::EmbeddedOnly).await
}

/// Tells a hub that knows nobody who the anchors of its region are. What an operator has loaded is left alone.
async fn introduce_anchors(database: &Database) -> Result<(), Failure> {
    if !reference::is_empty(database).await? {
        return Ok(());
    }
    for (kind, name, text) in WEST_MIDLANDS {
        let report = reference::load_text(database, kind, name, text).await?;
        tracing::info!(kind = kind.name(), added = report.added(), "introduced the anchors of the region");
    }
    Ok(())
}

/// What takes documents into a hub.
pub(crate) fn ingestor(config: &Config, database: &Database) -> Result<Ingestor, Failure> {
    let archive = Archive::local(&config.archive_dir())?;
    let temporary = config.data_dir.join("tmp");
    let rules = merge_rules(config)?;
    let ingestor =
        Ingestor::new(database.clone(), archive, temporary, config.adapters_dir(), config.ingest.caps)?;
    Ok(ingestor.with_ocds(config.ocds.caps, rules))
}

/// What merges releases, by the rules of the configuration.
pub(crate) fn merger(config: &Config) -> Result<Merger, Failure> {
    merge_rules(config).map(Merger::new)
}

/// The rules by which releases are merged: the built-in ones and those of the configuration.
pub(crate) fn merge_rules(config: &Config) -> Result<Rules, Failure> {
    Rules::default()
        .with(&config.ocds.merge)
        .map_err(|error| Failure::new(error.code().code(), error.message(), error.code().hint()))
}

/// Runs work that reads files and computes, away from the threads that wait for the network.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Failure::new("INTERNAL", error.to_string(), "please report this as a bug"))
}

/// Today, as the clock of this machine has it.
pub(crate) fn today() -> NaiveDate {
    Local::now().date_naive()
}
