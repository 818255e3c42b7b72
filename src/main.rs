//! The `anchorhub` command: command line, configuration and wiring of the crates that do the work.

mod cli;
mod commands;
mod config;
mod failure;
mod hub;
mod logging;
mod output;
mod progress;
mod server;

use std::process::ExitCode;

use clap::Parser as _;

use crate::{cli::Cli, config::Config, failure::Failure};

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let json = cli.command.wants_json();
    match Box::pin(run(cli)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report(json);
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<(), Failure> {
    let config = Config::load(&cli.overrides())?;
    logging::start(&config.log, cli.global.verbose)?;
    cli.command.run(&config, cli.global.quiet).await
}
