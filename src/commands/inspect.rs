//! `anchorhub inspect`.

use std::path::PathBuf;

use anchorhub_entities::Period;
use anchorhub_ingest::{InspectOptions, Receipt, adapter::Adapter};
use clap::Args;

use crate::{
    commands::kind::Kind,
    config::Config,
    failure::Failure,
    hub,
    output::{self, FormatArg},
    progress,
};

/// Dry run: what would be read from a file, and why; writes nothing
#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// A spend file or contract register (CSV, TSV, XLSX, XLS, ODS), or OCDS releases (JSON, JSON Lines)
    file: PathBuf,

    /// What the file holds [default: ocds for JSON, else spend]
    #[arg(long, value_enum)]
    kind: Option<Kind>,

    /// Corrections of recognition to try: an adapter file, or the name of one in the adapters folder
    #[arg(long, value_name = "FILE|NAME")]
    adapter: Option<String>,

    /// Period that the document covers: 2023-04, 2023-Q2, 2023/24, 2023-04..2023-06
    #[arg(long)]
    period: Option<Period>,

    #[command(flatten)]
    format: FormatArg,
}

impl Inspect {
    pub(crate) fn wants_json(&self) -> bool {
        self.format.is_json()
    }

    pub(crate) async fn run(self, config: &Config, quiet: bool) -> Result<(), Failure> {
        let format = self.format;
        let is_ocds = match self.kind {
            Some(kind) => matches!(kind, Kind::Ocds),
            None => anchorhub_ingest::holds_json(&self.file)?,
        };
        let receipt = if is_ocds {
            let (rules, caps, progress) =
                (hub::merge_rules(config)?, config.ocds.caps, progress::for_people(quiet));
            hub::blocking(move || {
                anchorhub_ingest::inspect_releases(&self.file, caps, &rules, progress.as_ref())
            })
            .await??
        } else {
            self.inspect_rows(config, quiet).await?
        };
        if format.is_json() { output::json(&receipt) } else { output::line(receipt.to_text().trim_end()) }
    }

    async fn inspect_rows(self, config: &Config, quiet: bool) -> Result<Receipt, Failure> {
        let adapter =
            self.adapter.as_deref().map(|name| Adapter::load(&config.adapter_file(name))).transpose()?;
        let options =
            InspectOptions { adapter, period: self.period, today: hub::today(), caps: config.ingest.caps };
        let progress = progress::for_people(quiet);
        let read = match self.kind {
            Some(Kind::Contracts) => anchorhub_ingest::inspect_register,
            _ => anchorhub_ingest::inspect,
        };
        Ok(hub::blocking(move || read(&self.file, &options, progress.as_ref())).await??)
    }
}
