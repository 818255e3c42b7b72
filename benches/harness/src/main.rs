//! Measures a hub against floors of the same run: loading against the database's own bulk import of the same
//! rows, releases against only parsing them, GraphQL over HTTP against
//! the same SQL put to the database directly and against PostGraphile. Ratios, because machines differ.

mod database;
mod http;
mod hub;
mod identity;
mod ingest;
mod load;
mod process;
mod queries;
mod questions;
mod reference;
mod region;
mod releases;
mod report;
mod run;
mod shell;
mod workload;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Anchorhub's benchmark harness
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the synthetic region and stop
    Generate {
        /// Folder to write into
        folder: PathBuf,
        #[command(flatten)]
        size: Size,
    },
    /// Measure a hub and print the figures
    Run(run::Run),
    /// Match invented names with an invented register, beside Splink; count the shared suppliers of a hub
    Identity(identity::Identity),
    /// Measure loads of Companies House and of the ONS Postcode Directory at their full size
    Reference(reference::Reference),
}

/// How large the region is.
#[derive(clap::Args, Clone, Copy)]
struct Size {
    /// 1 = 30 institutions, 20,000 suppliers, 200,000 contracts, 2,000,000 payments
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// Another seed gives another region of the same size
    #[arg(long, default_value_t = 20_260_101)]
    seed: u64,
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Generate { folder, size } => workload::generate(&folder, size.scale, size.seed).map(drop),
        Command::Run(run) => run.run(),
        Command::Identity(identity) => identity.run(),
        Command::Reference(reference) => reference.run(),
    }
}
