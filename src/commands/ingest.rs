//! `anchorhub ingest`.

use std::path::PathBuf;

use anchorhub_entities::{OrgId, Period};
use anchorhub_ingest::IngestRequest;
use clap::Args;

use crate::{
    commands::{kind::Kind, receipts::Receipts},
    config::Config,
    failure::Failure,
    hub::{self, Upgrade},
    output::FormatArg,
    progress,
};

/// Load files or folders now; prints one receipt for each file
///
/// The same bytes again change nothing. Another spend file for the same feed and period takes the place of the
/// earlier one whole, another contract register that of the earlier one of the feed (with --period only that of the
/// same period); OCDS releases are added to those that are there, each kept once.
#[derive(Debug, Args)]
pub(crate) struct Ingest {
    /// Files, or folders of files: CSV, TSV, XLSX, XLS, ODS; JSON or JSON Lines with --kind ocds
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Whose data it is, such as GB-LAE-WLV
    #[arg(long, value_name = "ORGID")]
    institution: OrgId,

    /// What the files hold
    #[arg(long, value_enum, default_value = "spend")]
    kind: Kind,

    /// Name of the feed among those of the institution; made when there is none yet [default: the kind]
    #[arg(long, value_name = "NAME")]
    feed: Option<String>,

    /// Period that the files cover: 2023-04, 2023-Q2, 2023/24, 2023-04..2023-06 [default: from their dates]
    #[arg(long)]
    period: Option<Period>,

    #[command(flatten)]
    format: FormatArg,
}

impl Ingest {
    pub(crate) fn wants_json(&self) -> bool {
        self.format.is_json()
    }

    pub(crate) async fn run(self, config: &Config, quiet: bool) -> Result<(), Failure> {
        let database = hub::open(config, Upgrade::EmbeddedOnly).await?;
        let ingestor = hub::ingestor(config, &database)?;
        let request = IngestRequest {
            paths: self.paths,
            institution: self.institution,
            kind: self.kind.into(),
            feed: self.feed,
            period: self.period,
        };
        let mut receipts = Receipts::new(self.format);
        let progress = progress::for_people(quiet);
        ingestor.ingest_paths(&request, &progress, &mut |receipt| receipts.take(receipt)).await?;
        database.close().await?;
        receipts.end()
    }
}
