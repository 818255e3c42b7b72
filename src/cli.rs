//! The command line: what can be asked for, and how.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand};

use crate::{
    commands,
    config::{Config, Overrides},
    failure::Failure,
};

/// One place for the procurement and spend data of a region's anchor institutions
#[derive(Debug, Parser)]
#[command(name = "anchorhub", version, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Flags of every command, before or after its name.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Configuration file (TOML); holds only what differs from the defaults
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Database: sqlite://PATH or postgres://USER@HOST/NAME [env: DATABASE_URL]
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,

    /// Folder for the archive and the embedded database [env: ANCHORHUB_DATA_DIR]
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,

    /// Log more to stderr: -v what happens, -vv in detail
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,

    /// Show no progress bars
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
}

impl Cli {
    /// What the command line says about the configuration.
    pub(crate) fn overrides(&self) -> Overrides {
        let overrides = self.global.overrides();
        match &self.command {
            Command::Demo(command) => command.overrides(overrides),
            Command::Serve(command) => command.overrides(overrides),
            _ => overrides,
        }
    }
}

impl Global {
    /// What these flags say about the configuration.
    fn overrides(&self) -> Overrides {
        Overrides {
            file: self.config.clone(),
            database: self.database.clone(),
            data_dir: self.data_dir.clone(),
            ..Overrides::default()
        }
    }
}

/// The commands, in the order in which a newcomer meets them.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Demo(commands::demo::Demo),
    Serve(commands::serve::Serve),
    Worker(commands::worker::Worker),
    Migrate(commands::migrate::Migrate),
    Analysis(commands::analysis::Analysis),
    Inspect(commands::inspect::Inspect),
    Ingest(commands::ingest::Ingest),
    Reference(commands::reference::Reference),
    Feed(commands::feed::Feed),
    Run(commands::run::Run),
    Ocds(commands::ocds::Ocds),
    Export(commands::export::Export),
    Schema(commands::schema::Schema),
}

impl Command {
    /// Whether a script reads the results, so that an error is written for it too.
    pub(crate) fn wants_json(&self) -> bool {
        match self {
            Self::Demo(_)
            | Self::Serve(_)
            | Self::Worker(_)
            | Self::Migrate(_)
            | Self::Analysis(_)
            | Self::Ocds(_)
            | Self::Schema(_) => false,
            Self::Inspect(command) => command.wants_json(),
            Self::Ingest(command) => command.wants_json(),
            Self::Reference(command) => command.wants_json(),
            Self::Feed(command) => command.wants_json(),
            Self::Run(command) => command.wants_json(),
            Self::Export(command) => command.wants_json(),
        }
    }

    /// Does it.
    pub(crate) async fn run(self, config: &Config, quiet: bool) -> Result<(), Failure> {
        match self {
            Self::Demo(command) => command.run(config, quiet).await,
            Self::Serve(command) => command.run(config).await,
            Self::Worker(command) => command.run(config, quiet).await,
            Self::Migrate(command) => command.run(config).await,
            Self::Analysis(command) => command.run(config).await,
            Self::Inspect(command) => command.run(config, quiet).await,
            Self::Ingest(command) => command.run(config, quiet).await,
            Self::Reference(command) => command.run(config, quiet).await,
            Self::Feed(command) => command.run(config, quiet).await,
            Self::Run(command) => command.run(config).await,
            Self::Ocds(command) => command.run(config).await,
            Self::Export(command) => command.run(config, quiet).await,
            Self::Schema(command) => command.run(),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
