//! `anchorhub migrate`.

use anchorhub_ingest::FlagsChecked;
use clap::Args;

use crate::{
    config::Config,
    failure::Failure,
    hub::{self, Upgrade},
    output,
};

/// Bring the database to the current schema
///
/// Safe to run again, and from several machines at once. Embedded databases need it never: every command
/// brings them up to date. Processes that an earlier version compiled are checked for red flags; workers do that, too.
#[derive(Debug, Args)]
pub(crate) struct Migrate {}

impl Migrate {
    pub(crate) async fn run(&self, config: &Config) -> Result<(), Failure> {
        let database = hub::open(config, Upgrade::Allowed).await?;
        let ingestor = hub::ingestor(config, &database)?;
        let FlagsChecked { checked, failed } = ingestor.check_flags().await?;
        if checked > 0 {
            output::note(&format!("{checked} processes of an earlier version are checked for red flags"));
            // They are followed by whom they name, and by what was paid under them.
            ingestor.refresh_links().await;
        }
        if failed > 0 {
            output::note(&format!("{failed} processes cannot be checked for red flags: the log says why"));
        }
        database.close().await?;
        output::line("the database is at the current schema")
    }
}
