//! `anchorhub export`.

mod releases;
mod rows;
mod unfinished;

use std::path::PathBuf;

use anchorhub_api::{
    export::{ExportArguments, ExportKind, Exporter},
    releases::ReleaseLibrary,
};
use clap::{Args, ValueEnum};

use crate::{
    config::Config,
    failure::Failure,
    hub,
    output::{self, FormatArg},
};

/// Write what the hub holds to a file
///
/// Lists and analyses: the name of the file tells the format, .csv, .jsonl (JSON Lines) or .parquet. All rows come from
/// one state of the data, and their number and the SHA-256 of the file are printed.
///
/// `ocds`: every release that counts, as it was received, by process and in the order in which the releases of
/// a process are merged. A name that ends in .jsonl gives JSON Lines (one release package for each process),
/// any other one release package with everything. Read into an empty hub with `ingest --kind ocds`, it
/// compiles to the same.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// What to write
    #[arg(value_enum)]
    kind: Kind,

    /// File to write; one that is there is replaced once the new one is whole
    #[arg(long, value_name = "PATH")]
    to: PathBuf,

    /// Which rows: the filter of the GraphQL field of the same name, such as {"institutions":["GB-LAE-WLV"]}
    #[arg(long, value_name = "JSON", value_parser = json)]
    filter: Option<serde_json::Value>,

    /// In which order: a value of `orderBy` of the GraphQL field, such as DATE_ASC
    #[arg(long, value_name = "ORDER")]
    order_by: Option<String>,

    /// Dimensions of an analysis, such as INSTITUTION,MONTH
    #[arg(long, value_name = "DIMENSIONS", value_delimiter = ',')]
    group_by: Vec<String>,

    /// Payments that an analysis leaves out, by reason
    #[arg(long, value_name = "REASONS", value_delimiter = ',')]
    exclude: Vec<String>,

    #[command(flatten)]
    format: FormatArg,
}

/// What can be exported.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// Payments that count
    Payments,
    /// Contracts, each counted once
    Contracts,
    /// Suppliers that were paid or hold a contract
    Suppliers,
    /// Institutions that the hub knows
    Institutions,
    /// Published notices
    Notices,
    /// What suppliers may yet win
    Opportunities,
    /// Documents as received
    Documents,
    /// Spend broken down by --group-by: all groups
    SpendAnalysis,
    /// Releases of the Open Contracting Data Standard
    Ocds,
}

impl Kind {
    /// The rows that it stands for; none for releases.
    fn rows(self) -> Option<ExportKind> {
        Some(match self {
            Self::Payments => ExportKind::Payments,
            Self::Contracts => ExportKind::Contracts,
            Self::Suppliers => ExportKind::Suppliers,
            Self::Institutions => ExportKind::Institutions,
            Self::Notices => ExportKind::Notices,
            Self::Opportunities => ExportKind::Opportunities,
            Self::Documents => ExportKind::Documents,
            Self::SpendAnalysis => ExportKind::SpendAnalysis,
            Self::Ocds => return None,
        })
    }
}

impl Export {
    pub(crate) fn wants_json(&self) -> bool {
        self.format.is_json()
    }

    pub(crate) async fn run(self, config: &Config, quiet: bool) -> Result<(), Failure> {
        let arguments = ExportArguments {
            filter: self.filter,
            order_by: self.order_by,
            group_by: self.group_by,
            exclude: self.exclude,
        };
        let json = self.format.is_json();
        let database = hub::open_existing(config).await?;
        let told = match self.kind.rows() {
            Some(kind) => {
                let exporter = Exporter::new(database.clone());
                let written = rows::write(&exporter, kind, &arguments, &self.to, quiet).await?;
                if json {
                    output::json(&written)
                } else {
                    output::line(&format!(
                        "{}: {} rows of version {} of the data, SHA-256 {}",
                        written.path,
                        output::grouped(written.rows),
                        written.data_version,
                        written.sha256
                    ))
                }
            }
            None if arguments != ExportArguments::default() => Err(Failure::new(
                "USAGE",
                "releases are exported whole",
                "leave --filter, --order-by, --group-by and --exclude out",
            )),
            None => {
                let library = ReleaseLibrary::new(database.clone(), config.ocds.caps, hub::merger(config)?);
                let written = releases::write(&library, &config.hub.name, &self.to, quiet).await?;
                if json {
                    output::json(&written)
                } else {
                    output::line(&format!(
                        "{}: {} releases of {} contracting processes",
                        written.path,
                        output::grouped(written.releases),
                        output::grouped(written.processes)
                    ))
                }
            }
        };
        database.close().await?;
        told
    }
}

fn json(text: &str) -> Result<serde_json::Value, serde_json::Error> {
    serde_json::from_str(text)
}
