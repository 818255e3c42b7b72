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
mod workers;

use std::process::ExitCode;

use clap::Parser as _;

use crate::{cli::Cli, config::Config, failure::Failure};

/// Rows are made on one thread and freed on another, which the system's allocator is slow at: loading takes a
/// tenth less time with this one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
