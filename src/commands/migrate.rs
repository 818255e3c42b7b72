//! `anchorhub migrate`.

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
/// brings them up to date.
#[derive(Debug, Args)]
pub(crate) struct Migrate {}

impl Migrate {
    pub(crate) async fn run(&self, config: &Config) -> Result<(), Failure> {
        let database = hub::open(config, Upgrade::Allowed).await?;
        database.close().await?;
        output::line("the database is at the current schema")
    }
}
