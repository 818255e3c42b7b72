//! `anchorhub worker`.

use anchorhub_workers::Until;
use clap::Args;

use crate::{
    config::Config,
    failure::Failure,
    hub::{self, Upgrade},
    output, workers,
};

/// Pull what feeds' schedules ask for, and do what else waits to be done
///
/// Workers on several machines share the work through PostgreSQL. Told to end, a worker hands back what it has
/// not finished.
#[derive(Debug, Args)]
pub(crate) struct Worker {
    /// End when nothing is queued, running or due
    #[arg(long)]
    until_idle: bool,

    /// Bring a PostgreSQL database to the current schema first
    #[arg(long)]
    migrate: bool,
}

impl Worker {
    pub(crate) async fn run(self, config: &Config, quiet: bool) -> Result<(), Failure> {
        let upgrade = if self.migrate { Upgrade::Allowed } else { Upgrade::EmbeddedOnly };
        let database = hub::open(config, upgrade).await?;
        let until = if self.until_idle { Until::Idle } else { Until::Told };
        if !self.until_idle {
            output::note("the worker looks for jobs; ctrl-c ends it");
        }
        workers::run(config, &database, until, quiet).await?;
        Ok(database.close().await?)
    }
}
