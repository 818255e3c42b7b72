//! `anchorhub analysis`.

use anchorhub_analysis::{ClusterEngine, coordinator_schema, facts_schema};
use clap::{Args, Subcommand};

use crate::{config::Config, failure::Failure, hub, output};

/// Keep the facts of payments in a database of their own
///
/// For hubs that outgrow one machine: docs/operator.md, "More than one machine".
#[derive(Debug, Args)]
pub(crate) struct Analysis {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Prepare(Prepare),
    Schema(Schema),
}

/// Make the tables of the analysis database where they are missing, and copy the facts
///
/// Safe to run again: what is there already stays. `serve` goes on from there by itself.
#[derive(Debug, Args)]
struct Prepare {}

/// The tables of the analysis database (SQL) on stdout
#[derive(Debug, Args)]
struct Schema {
    /// Those that only the server needs that is asked, instead of those of every server with facts
    #[arg(long)]
    coordinator: bool,
}

impl Analysis {
    pub(crate) async fn run(&self, config: &Config) -> Result<(), Failure> {
        match &self.command {
            Command::Prepare(_) => prepare(config).await,
            Command::Schema(Schema { coordinator: true }) => output::line(coordinator_schema().trim_end()),
            Command::Schema(Schema { coordinator: false }) => output::line(facts_schema().trim_end()),
        }
    }
}

async fn prepare(config: &Config) -> Result<(), Failure> {
    let Some(settings) = config.analysis_settings() else {
        return Err(Failure::new(
            "CONFIG_INVALID",
            "there is no analysis database",
            "set analysis.engine = \"sql\" and analysis.database",
        ));
    };
    let database = hub::open_existing(config).await?;
    let engine = ClusterEngine::new(database.clone(), settings);
    engine.prepare().await?;
    let size = engine.follow().await?;
    engine.close().await?;
    database.close().await?;
    output::line(&format!(
        "the analysis database holds {} documents, {} of them new or changed",
        size.documents, size.changed_documents
    ))
}
