//! `anchorhub feed list`, `add`, `pause`, `resume`, `run`, `reread`.

use anchorhub_entities::{
    OrgId, VatBasis,
    feed::{Connector, FeedKind},
};
use anchorhub_ingest::feeds::{self, FeedSetup, FeedView};
use anchorhub_store::Database;
use anchorhub_workers::{PullView, Schedule};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde::Serialize;

use crate::{
    commands::{kind::Kind, receipts::Receipts},
    config::Config,
    failure::Failure,
    hub::{self, Upgrade},
    output::{self, Align, FormatArg},
    progress, workers,
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
    /// Load what its location holds now, or pull its source; prints one receipt for each document
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
    /// What the documents hold [default: ocds for the national sources, else spend]
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// Name among the feeds of the institution; its code is ORGID.NAME [default: the kind]
    #[arg(long)]
    name: Option<String>,
    /// Title for people
    #[arg(long)]
    title: Option<String>,
    /// Folder or file that `feed run` reads; with --connector, the address of the source
    #[arg(long, value_name = "PATH|URL")]
    location: Option<String>,
    /// How the source is pulled; http takes a file, or a page that links to files
    #[arg(long, value_enum)]
    connector: Option<Source>,
    /// When it is pulled, in cron form and UK clock time, such as "15 2 * * *"; "never" takes a schedule away
    #[arg(long, value_name = "CRON")]
    schedule: Option<String>,
    /// First day that a pull covers [default: the source's first]
    #[arg(long, value_name = "DATE")]
    since: Option<NaiveDate>,
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
enum Source {
    /// Notices of Find a Tender
    FindATender,
    /// Notices of Contracts Finder
    ContractsFinder,
    /// Notices of Public Contracts Scotland
    PublicContractsScotland,
    /// Notices of Sell2Wales
    #[value(name = "sell2wales")]
    Sell2Wales,
    /// A file, or a page that links to files
    Http,
}

impl From<Source> for Connector {
    fn from(source: Source) -> Self {
        match source {
            Source::FindATender => Self::FindATender,
            Source::ContractsFinder => Self::ContractsFinder,
            Source::PublicContractsScotland => Self::PublicContractsScotland,
            Source::Sell2Wales => Self::Sell2Wales,
            Source::Http => Self::Http,
        }
    }
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
                show(&database, views, format).await
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
                let feed = feeds::find(&database, &code).await?;
                if feed.connector.is_some() {
                    return workers::run_feed(config, &database, &code, format, quiet).await;
                }
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
        let connector = self.connector.map(Connector::from);
        if let Some(schedule) = self.schedule.as_deref().filter(|schedule| *schedule != "never") {
            Schedule::read(schedule)?;
        }
        if let Some(address) = self.location.as_deref().filter(|_| connector.is_some()) {
            config.workers.reach().read(address)?;
        }
        let database = hub::open(config, Upgrade::EmbeddedOnly).await?;
        let notices = connector.is_some_and(|connector| connector.address().is_some());
        let usual = if notices { FeedKind::Ocds } else { FeedKind::Spend };
        let kind = self.kind.map_or(usual, FeedKind::from);
        let setup = FeedSetup {
            institution: self.institution,
            kind,
            name: self.name.unwrap_or_else(|| kind.name().to_owned()),
            title: self.title,
            location: self.location,
            connector,
            schedule: self.schedule,
            pull_from: self.since,
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
        show(&database, views, self.format).await
    }
}

/// A feed, and how its pull stands.
#[derive(Serialize)]
struct Standing {
    #[serde(flatten)]
    feed: FeedView,
    pull: Option<PullView>,
}

async fn show(database: &Database, feeds: Vec<FeedView>, format: FormatArg) -> Result<(), Failure> {
    let mut pulls = anchorhub_workers::pulls(database).await?;
    let standing = |feed: FeedView| Standing { pull: pulls.remove(&feed.feed), feed };
    let standings: Vec<Standing> = feeds.into_iter().map(standing).collect();
    if format.is_json() {
        return standings.iter().try_for_each(output::json);
    }
    table(&standings)?;
    for Standing { feed, pull } in &standings {
        if let Some(pull) = pull
            && let (Some(code), Some(message)) = (&pull.error_code, &pull.error_message)
        {
            let again = pull.next_attempt.as_ref().map_or(String::new(), |at| format!("; again at {at}"));
            output::line(&format!("{}: {code}: {message}{again}", feed.feed))?;
        }
    }
    Ok(())
}

fn table(standings: &[Standing]) -> Result<(), Failure> {
    use Align::{Left, Right};
    let headings = [
        ("feed", Left),
        ("title", Left),
        ("location", Left),
        ("connector", Left),
        ("schedule", Left),
        ("paused", Left),
        ("last run", Right),
        ("state", Left),
        ("pull", Left),
    ];
    let rows: Vec<Vec<String>> = standings
        .iter()
        .map(|Standing { feed: view, pull }| {
            vec![
                view.feed.clone(),
                view.title.clone(),
                view.location.clone().unwrap_or_else(|| "-".to_owned()),
                view.connector.unwrap_or("-").to_owned(),
                view.schedule.clone().unwrap_or_else(|| "-".to_owned()),
                if view.paused { "paused" } else { "" }.to_owned(),
                view.last_run.map_or("-".to_owned(), |run| run.to_string()),
                view.last_state.unwrap_or_default().to_owned(),
                pull.as_ref().map_or("", |pull| pull.state).to_owned(),
            ]
        })
        .collect();
    output::table(&headings, &rows)
}
