//! `anchorhub reference load`.

use std::path::PathBuf;

use anchorhub_ingest::reference::{self, ReferenceKind};
use clap::{Args, Subcommand, ValueEnum};

use crate::{
    config::Config,
    failure::Failure,
    hub::{self, Upgrade},
    output::{self, FormatArg},
};

/// Load reference data: institutions, areas
#[derive(Debug, Args)]
pub(crate) struct Reference {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Load a publisher's CSV file; loading it again changes nothing
    ///
    /// The layout is recognised. Institutions: columns org_id,name,kind,home_area,group; the local authority
    /// register; lists of org-ids with GSS codes; ONS codes of integrated care boards; lists of providers with
    /// UKPRN; etr.csv of the NHS Organisation Data Service. Areas: columns code,kind,name,parent; ONS lookups.
    Load {
        /// What the file describes
        kind: Kind,
        /// The CSV file
        path: PathBuf,
        #[command(flatten)]
        format: FormatArg,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// Public bodies, with their org-ids, kinds, home areas and groups
    Institutions,
    /// Districts, counties, combined authorities, regions, countries
    Areas,
}

impl From<Kind> for ReferenceKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Institutions => Self::Institutions,
            Kind::Areas => Self::Areas,
        }
    }
}

impl Reference {
    pub(crate) fn wants_json(&self) -> bool {
        let Action::Load { format, .. } = &self.action;
        format.is_json()
    }

    pub(crate) async fn run(&self, config: &Config) -> Result<(), Failure> {
        let Action::Load { kind, path, format } = &self.action;
        let database = hub::open(config, Upgrade::EmbeddedOnly).await?;
        let report = reference::load_file(&database, (*kind).into(), path).await?;
        database.close().await?;
        if format.is_json() { output::json(&report) } else { output::line(&report.to_string()) }
    }
}
