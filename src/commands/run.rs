//! `anchorhub run list` and `anchorhub run show`.

use anchorhub_ingest::runs::{self, DocumentView, RunView};
use clap::{Args, Subcommand};
use serde::Serialize;

use crate::{
    config::Config,
    failure::Failure,
    hub,
    output::{self, Align, FormatArg},
};

/// Look at what ingest did
#[derive(Debug, Args)]
pub(crate) struct Run {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// The latest runs, newest first
    List {
        /// Only runs of this feed
        #[arg(long, value_name = "CODE")]
        feed: Option<String>,
        /// How many
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=10_000))]
        limit: u64,
        #[command(flatten)]
        format: FormatArg,
    },
    /// One run with its documents
    Show {
        /// Number of the run, as `run list` gives it
        #[arg(value_name = "NUMBER")]
        number: i64,
        #[command(flatten)]
        format: FormatArg,
    },
}

impl Run {
    pub(crate) fn wants_json(&self) -> bool {
        match &self.action {
            Action::List { format, .. } | Action::Show { format, .. } => format.is_json(),
        }
    }

    pub(crate) async fn run(self, config: &Config) -> Result<(), Failure> {
        let database = hub::open_existing(config).await?;
        match self.action {
            Action::List { feed, limit, format } => {
                let runs = runs::latest(&database, feed.as_deref(), limit).await?;
                if format.is_json() { runs.iter().try_for_each(output::json) } else { table(&runs) }
            }
            Action::Show { number, format } => {
                let (run, documents) = runs::find(&database, number).await?;
                if format.is_json() {
                    output::json(&Whole { run: &run, received: &documents })
                } else {
                    show(&run, &documents)
                }
            }
        }
    }
}

/// A run with its documents, for scripts.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    run: &'a RunView,
    received: &'a [DocumentView],
}

fn table(runs: &[RunView]) -> Result<(), Failure> {
    use Align::{Left, Right};
    let headings = [
        ("run", Right),
        ("feed", Left),
        ("state", Left),
        ("started", Left),
        ("documents", Right),
        ("loaded", Right),
        ("replaced", Right),
        ("unchanged", Right),
        ("failed", Right),
        ("payments", Right),
        ("rejected", Right),
    ];
    let rows: Vec<Vec<String>> = runs
        .iter()
        .map(|run| {
            vec![
                run.run.to_string(),
                run.feed.clone(),
                run.state.to_owned(),
                run.started.chars().take(19).collect(),
                run.documents.to_string(),
                run.loaded.to_string(),
                run.replaced.to_string(),
                run.unchanged.to_string(),
                run.failed.to_string(),
                run.payments.to_string(),
                run.rejected.to_string(),
            ]
        })
        .collect();
    output::table(&headings, &rows)
}

fn show(run: &RunView, documents: &[DocumentView]) -> Result<(), Failure> {
    use Align::{Left, Right};
    let ended = run.finished.as_deref().unwrap_or("-");
    output::line(&format!(
        "run {} of {}: {}, {} to {ended}; {} unchanged",
        run.run, run.feed, run.state, run.started, run.unchanged
    ))?;
    let headings = [
        ("document", Left),
        ("status", Left),
        ("period", Left),
        ("payments", Right),
        ("rejected", Right),
        ("net", Right),
        ("name", Left),
        ("error", Left),
    ];
    let rows: Vec<Vec<String>> = documents
        .iter()
        .map(|document| {
            let period = document.period_from.as_deref().zip(document.period_to.as_deref());
            vec![
                document.document.chars().take(12).collect(),
                document.status.to_owned(),
                period.map_or("-".to_owned(), |(from, to)| format!("{from}/{to}")),
                document.payments.to_string(),
                document.rejected.to_string(),
                output::pounds(document.net_pence),
                document.name.clone(),
                document.error_code.clone().unwrap_or_default(),
            ]
        })
        .collect();
    output::table(&headings, &rows)
}
