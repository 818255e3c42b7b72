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

/// Stack of each thread. A query is answered level by level, each level on top of the one that asked for it: the deepest
/// that the limits allow takes more than tokio's two megabytes in a build without optimisation.
const STACK: usize = 8 * 1024 * 1024;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let json = cli.command.wants_json();
    match start(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report(json);
            ExitCode::FAILURE
        }
    }
}

fn start(cli: Cli) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK)
        .build()
        .map_err(|error| {
        Failure::new("RUNTIME", error.to_string(), "see whether the system lets processes start threads")
    })?;
    runtime.block_on(Box::pin(run(cli)))
}

async fn run(cli: Cli) -> Result<(), Failure> {
    let config = Config::load(&cli.overrides())?;
    logging::start(&config.log, cli.global.verbose)?;
    cli.command.run(&config, cli.global.quiet).await
}
