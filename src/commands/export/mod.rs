//! `anchorhub export`.

mod releases;
mod rows;
mod unfinished;

use std::path::{Path, PathBuf};

use anchorhub_api::{
    ApiContext,
    export::{ExportArguments, ExportKind, Exporter},
    releases::ReleaseLibrary,
};
use clap::Args;

use crate::{
    config::Config,
    failure::Failure,
    hub,
    output::{self, FormatArg},
};

/// The kind that is no list and no analysis: releases of the Open Contracting Data Standard.
const RELEASES: &str = "ocds";

/// Write what the hub holds to a file
///
/// Lists and analyses: payments, contracts, suppliers, institutions, notices, opportunities, documents, and every list
/// and analysis of the GraphQL schema in lower case with hyphens, such as spend-analysis or leakage.categories;
/// --list tells them all, with their arguments. The name of the file tells the format, .csv, .jsonl (JSON Lines) or
/// .parquet. All rows come from one state of the data, and their number and the SHA-256 of the file are printed.
///
/// `ocds`: every release that counts, as it was received, by process and in the order in which the releases of
/// a process are merged. A name that ends in .jsonl gives JSON Lines (one release package for each process),
/// any other one release package with everything. Read into an empty hub with `ingest --kind ocds`, it
/// compiles to the same.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// What to write
    #[arg(required_unless_present = "list")]
    kind: Option<String>,

    /// File to write; one that is there is replaced once the new one is whole
    #[arg(long, value_name = "PATH", required_unless_present = "list")]
    to: Option<PathBuf>,

    /// Which rows: the filter of the GraphQL field of the same name, such as {"institutions":["GB-LAE-WLV"]}
    #[arg(long, value_name = "JSON")]
    filter: Option<String>,

    /// In which order: a value of `orderBy` of the GraphQL field, such as DATE_ASC
    #[arg(long, value_name = "ORDER")]
    order_by: Option<String>,

    /// Dimensions of an analysis, such as INSTITUTION,MONTH
    #[arg(long, value_name = "DIMENSIONS")]
    group_by: Option<String>,

    /// Payments that an analysis leaves out, by reason
    #[arg(long, value_name = "REASONS")]
    exclude: Option<String>,

    /// Any other argument of the GraphQL field, such as boundary=E08000031
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = named)]
    others: Vec<(String, String)>,

    /// Tell what can be written, with the arguments and columns of each
    #[arg(long, conflicts_with_all = ["kind", "to"])]
    list: bool,

    #[command(flatten)]
    format: FormatArg,
}

impl Export {
    pub(crate) fn wants_json(&self) -> bool {
        self.format.is_json()
    }

    pub(crate) async fn run(self, config: &Config, quiet: bool) -> Result<(), Failure> {
        let json = self.format.is_json();
        let (Some(kind), Some(to)) = (self.kind, self.to) else { return list(json) };
        let given = [
            ("filter", self.filter),
            ("orderBy", self.order_by),
            ("groupBy", self.group_by),
            ("exclude", self.exclude),
        ];
        let given = given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let arguments = ExportArguments::of(given.chain(self.others)).map_err(rows::failure)?;
        if kind == RELEASES {
            return write_releases(config, &to, &arguments, (json, quiet)).await;
        }
        let Some(kind) = ExportKind::named(&kind) else {
            let message = format!("there is no export `{kind}`");
            return Err(Failure::new("EXPORT_UNKNOWN", message, "see `anchorhub export --list`"));
        };
        let database = hub::open_existing(config).await?;
        let exporter = Exporter::new(ApiContext::new(database.clone(), config.hub.name.clone()));
        let written = rows::write(&exporter, &kind, &arguments, &to, quiet).await?;
        database.close().await?;
        if json {
            return output::json(&written);
        }
        output::line(&format!(
            "{}: {} rows of version {} of the data, SHA-256 {}",
            written.path,
            output::grouped(written.rows),
            written.data_version,
            written.sha256
        ))
    }
}

async fn write_releases(
    config: &Config,
    to: &Path,
    arguments: &ExportArguments,
    (json, quiet): (bool, bool),
) -> Result<(), Failure> {
    if !arguments.is_empty() {
        let hint = "leave --filter, --order-by, --group-by, --exclude and --set out";
        return Err(Failure::new("BAD_ARGUMENTS", "releases are exported whole", hint));
    }
    let database = hub::open_existing(config).await?;
    let library = ReleaseLibrary::new(database.clone(), config.ocds.caps, hub::merger(config)?);
    let written = releases::write(&library, &config.hub.name, to, quiet).await?;
    database.close().await?;
    if json {
        return output::json(&written);
    }
    output::line(&format!(
        "{}: {} releases of {} contracting processes",
        written.path,
        output::grouped(written.releases),
        output::grouped(written.processes)
    ))
}

/// Tells what can be written.
fn list(json: bool) -> Result<(), Failure> {
    if json {
        return output::json(&ExportKind::all());
    }
    output::line(RELEASES)?;
    for kind in ExportKind::all() {
        let parameters = kind.parameters();
        let parameters: Vec<String> =
            parameters.iter().map(|parameter| format!("{}: {}", parameter.name, parameter.kind)).collect();
        output::line(&format!("{} ({})", kind.name(), parameters.join(", ")))?;
    }
    Ok(())
}

fn named(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("give NAME=VALUE, such as boundary=E08000031")?;
    Ok((name.to_owned(), value.to_owned()))
}
