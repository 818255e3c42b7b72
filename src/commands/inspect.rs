//! `anchorhub inspect`.

use std::path::PathBuf;

use anchorhub_entities::Period;
use anchorhub_ingest::{InspectOptions, adapter::Adapter};
use clap::Args;

use crate::{
    config::Config,
    failure::Failure,
    hub,
    output::{self, FormatArg},
    progress,
};

/// Dry run: what would be read from a file, and why; writes nothing
#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// A spend file: CSV, TSV, XLSX, XLS or ODS
    file: PathBuf,

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
        let adapter =
            self.adapter.as_deref().map(|name| Adapter::load(&config.adapter_file(name))).transpose()?;
        let options =
            InspectOptions { adapter, period: self.period, today: hub::today(), caps: config.ingest.caps };
        let progress = progress::for_people(quiet);
        let receipt =
            hub::blocking(move || anchorhub_ingest::inspect(&self.file, &options, progress.as_ref()))
                .await??;
        if self.format.is_json() {
            output::json(&receipt)
        } else {
            output::line(receipt.to_text().trim_end())
        }
    }
}
