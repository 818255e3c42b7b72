//! `anchorhub feed list`, `add`, `pause`, `resume`, `run`, `reread`.

use anchorhub_entities::{OrgId, VatBasis, feed::FeedKind};
use anchorhub_ingest::feeds::{self, FeedSetup, FeedView};
use clap::{Args, Subcommand};

use crate::{
    commands::{kind::Kind, receipts::Receipts},
    config::Config,
    failure::Failure,
    hub::{self, Upgrade},
    output::{self, Align, FormatArg},
    progress,
};

/// Add, list, pause, resume and run feeds
#[derive(Debug, Args)]
pub(crate) struct Feed {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Every feed, with its last run
    List {
        /// Only feeds of this institution
        #[arg(long, value_name = "ORGID")]
        institution: Option<OrgId>,
        #[command(flatten)]
        format: FormatArg,
    },
    /// Add a feed, or change what is given of one that is there
    Add(Add),
    /// Take no documents by `feed run` until it is resumed
    Pause {
        /// Code of the feed, as `feed list` gives it
        code: String,
    },
    /// Take documents again
    Resume {
        /// Code of the feed, as `feed list` gives it
        code: String,
    },
    /// Load what its location holds now; prints one receipt for each file
    Run {
        /// Code of the feed, as `feed list` gives it
        code: String,
        #[command(flatten)]
        format: FormatArg,
    },
    /// Read a document again from the archive, without its source; prints its receipt
    Reread {
        /// SHA-256 of the document, as receipts give it
        #[arg(value_name = "SHA256")]
        document: String,
        #[command(flatten)]
        format: FormatArg,
    },
}

#[derive(Debug, Args)]
struct Add {
    /// Whose documents they are, such as GB-LAE-WLV
    #[arg(long, value_name = "ORGID")]
    institution: OrgId,
    /// What the documents hold
    #[arg(long, value_enum, default_value = "spend")]
    kind: Kind,
    /// Name among the feeds of the institution; its code is ORGID.NAME [default: the kind]
    #[arg(long)]
    name: Option<String>,
    /// Title for people
    #[arg(long)]
    title: Option<String>,
    /// Folder or file that `feed run` reads
    #[arg(long, value_name = "PATH")]
    location: Option<String>,
    /// Adapter that corrects recognition, by its name in the adapters folder
    #[arg(long, value_name = "NAME")]
    adapter: Option<String>,
    /// VAT basis of the amounts, where the publisher states it
    #[arg(long, value_enum)]
    vat_basis: Option<Vat>,
    /// Publication threshold in whole pounds, such as 500
    #[arg(long, value_name = "POUNDS", value_parser = clap::value_parser!(i64).range(0..=1_000_000_000))]
    threshold: Option<i64>,
    #[command(flatten)]
    format: FormatArg,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Vat {
    /// Without recoverable VAT
    Net,
    /// With VAT
    Gross,
}

impl Feed {
    pub(crate) fn wants_json(&self) -> bool {
        match &self.action {
            Action::List { format, .. }
            | Action::Add(Add { format, .. })
            | Action::Run { format, .. }
            | Action::Reread { format, .. } => format.is_json(),
            Action::Pause { .. } | Action::Resume { .. } => false,
        }
    }

    pub(crate) async fn run(self, config: &Config, quiet: bool) -> Result<(), Failure> {
        match self.action {
            Action::List { institution, format } => {
                let database = hub::open_existing(config).await?;
                let views = feeds::list(&database, institution.as_ref()).await?;
                if format.is_json() { views.iter().try_for_each(output::json) } else { table(&views) }
            }
            Action::Add(add) => add.run(config).await,
            Action::Pause { code } => {
                feeds::set_paused(&hub::open_existing(config).await?, &code, true).await?;
                output::line(&format!("{code} is paused"))
            }
            Action::Resume { code } => {
                feeds::set_paused(&hub::open_existing(config).await?, &code, false).await?;
                output::line(&format!("{code} takes documents again"))
            }
            Action::Run { code, format } => {
                let database = hub::open_existing(config).await?;
                let ingestor = hub::ingestor(config, &database)?;
                let mut receipts = Receipts::new(format);
                let progress = progress::for_people(quiet);
                ingestor.run_feed(&code, &progress, &mut |receipt| receipts.take(receipt)).await?;
                receipts.end()
            }
            Action::Reread { document, format } => {
                let database = hub::open_existing(config).await?;
                let ingestor = hub::ingestor(config, &database)?;
                let mut receipts = Receipts::new(format);
                receipts.take(&ingestor.reread(&document, &progress::for_people(quiet)).await?);
                receipts.end()
            }
        }
    }
}

impl Add {
    async fn run(self, config: &Config) -> Result<(), Failure> {
        if let Some(name) = &self.adapter {
            // A misspelt name shall not be noticed only when the first document comes.
            anchorhub_ingest::adapter::Adapter::load(&config.adapter_file(name))?;
        }
        let database = hub::open(config, Upgrade::EmbeddedOnly).await?;
        let kind = FeedKind::from(self.kind);
        let setup = FeedSetup {
            institution: self.institution,
            kind,
            name: self.name.unwrap_or_else(|| kind.name().to_owned()),
            title: self.title,
            location: self.location,
            adapter: self.adapter,
            vat_basis: self.vat_basis.map(|vat| match vat {
                Vat::Net => VatBasis::Net,
                Vat::Gross => VatBasis::Gross,
            }),
            threshold_pence: self.threshold.map(|pounds| pounds * 100),
        };
        let feed = feeds::set_up(&database, &setup).await?;
        let mut views = feeds::list(&database, Some(&setup.institution)).await?;
        views.retain(|view| view.feed == feed.code);
        if self.format.is_json() { views.iter().try_for_each(output::json) } else { table(&views) }
    }
}

fn table(views: &[FeedView]) -> Result<(), Failure> {
    use Align::{Left, Right};
    let headings = [
        ("feed", Left),
        ("title", Left),
        ("location", Left),
        ("paused", Left),
        ("last run", Right),
        ("state", Left),
    ];
    let rows: Vec<Vec<String>> = views
        .iter()
        .map(|view| {
            vec![
                view.feed.clone(),
                view.title.clone(),
                view.location.clone().unwrap_or_else(|| "-".to_owned()),
                if view.paused { "paused" } else { "" }.to_owned(),
                view.last_run.map_or("-".to_owned(), |run| run.to_string()),
                view.last_state.unwrap_or_default().to_owned(),
            ]
        })
        .collect();
    output::table(&headings, &rows)
}
