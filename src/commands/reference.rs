//! `anchorhub reference`.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anchorhub_ingest::{
    progress::Progress,
    reference::{self as places, ReferenceKind},
};
use anchorhub_reference::{Kind as Register, LoadFile, Told, Watch, editions, load_file};
use anchorhub_store::Database;
use clap::{Args, Subcommand, ValueEnum};

use crate::{
    config::Config,
    failure::Failure,
    hub::{self, Upgrade},
    output::{self, Align, FormatArg},
    progress,
};

/// Load reference data, or list what is loaded: institutions, areas, registers, postcodes, classifications
#[derive(Debug, Args)]
pub(crate) struct Reference {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Load a publisher's file; loading it again changes nothing
    ///
    /// Takes CSV, tab-separated text or JSON; plain, in a ZIP as its publisher ships it, or compressed with gzip. The
    /// layout is recognised by its headings. The rows take the place of those loaded before, all at once; institutions
    /// and areas are added or changed one by one.
    Load(Load),
    /// List the editions that count, and those being loaded
    List {
        #[command(flatten)]
        format: FormatArg,
    },
}

#[derive(Debug, Args)]
struct Load {
    /// What the file describes
    kind: Kind,
    /// The file
    path: PathBuf,
    /// What its publisher calls this edition, such as 2026-11 [default: what the file says, else today]
    #[arg(long)]
    version: Option<String>,
    /// Load it also when its rows count already, after an update that changes how names are compared
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    format: FormatArg,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// Public bodies, with their org-ids, kinds, home areas and groups
    Institutions,
    /// Districts, counties, combined authorities, regions, countries
    Areas,
    /// Companies House: BasicCompanyData
    CompaniesHouse,
    /// A charity register: of England and Wales, Scotland, or Northern Ireland, whichever it is
    Charities,
    /// Scottish Charity Register (OSCR)
    CharitiesScotland,
    /// Charity Commission for Northern Ireland
    CharitiesNi,
    /// NHS Organisation Data Service
    Ods,
    /// Learning providers with UK Provider Reference Numbers
    Ukprn,
    /// ONS Postcode Directory or National Statistics Postcode Lookup
    Postcodes,
    /// English Indices of Deprivation: decile of each LSOA
    Imd,
    /// Common Procurement Vocabulary
    Cpv,
    /// ProClass
    Proclass,
    /// Standard Industrial Classification 2007
    Sic,
    /// Codes and labels with the CPV divisions that they stand for
    Crosswalk,
    /// Which bodies belong to which groups
    Groups,
}

/// Which of the two ways of loading a file takes.
enum Way {
    /// Records are added or changed by their key.
    ByRecord(ReferenceKind),
    /// An edition takes the place of the one before.
    ByEdition(Register),
}

impl Kind {
    fn way(self) -> Way {
        Way::ByEdition(match self {
            Self::Institutions => return Way::ByRecord(ReferenceKind::Institutions),
            Self::Areas => return Way::ByRecord(ReferenceKind::Areas),
            Self::CompaniesHouse => Register::CompaniesHouse,
            Self::Charities => Register::Charities,
            Self::CharitiesScotland => Register::CharitiesScotland,
            Self::CharitiesNi => Register::CharitiesNi,
            Self::Ods => Register::Ods,
            Self::Ukprn => Register::Ukprn,
            Self::Postcodes => Register::Postcodes,
            Self::Imd => Register::Imd,
            Self::Cpv => Register::Cpv,
            Self::Proclass => Register::Proclass,
            Self::Sic => Register::Sic,
            Self::Crosswalk => Register::Crosswalk,
            Self::Groups => Register::Groups,
        })
    }
}

impl Reference {
    pub(crate) fn wants_json(&self) -> bool {
        match &self.action {
            Action::Load(load) => load.format.is_json(),
            Action::List { format } => format.is_json(),
        }
    }

    pub(crate) async fn run(&self, config: &Config, quiet: bool) -> Result<(), Failure> {
        match &self.action {
            Action::Load(load) => load.run(config, quiet).await,
            Action::List { format } => {
                let database = hub::open_existing(config).await?;
                let result = list(&database, *format).await;
                database.close().await?;
                result
            }
        }
    }
}

impl Load {
    async fn run(&self, config: &Config, quiet: bool) -> Result<(), Failure> {
        let database = hub::open(config, Upgrade::EmbeddedOnly).await?;
        let result = match self.kind.way() {
            Way::ByRecord(kind) => self.by_record(&database, kind).await,
            Way::ByEdition(kind) => {
                let request = LoadFile {
                    kind,
                    path: self.path.clone(),
                    version: self.version.clone(),
                    again: self.again,
                    temporary: hub::temporary(config),
                };
                let watch = watch(progress::for_people(quiet), &self.path);
                match load_file(&database, &request, &watch).await {
                    Ok(report) if self.format.is_json() => output::json(&report),
                    Ok(report) => output::line(&report.to_string()),
                    Err(error) => Err(error.into()),
                }
            }
        };
        if result.is_ok() {
            follow(config, &database).await?;
        }
        database.close().await?;
        result
    }

    async fn by_record(&self, database: &Database, kind: ReferenceKind) -> Result<(), Failure> {
        if self.version.is_some() || self.again {
            return Err(Failure::new(
                "USAGE",
                format!("{kind} have no editions"),
                "leave --version and --again out: records are added or changed one by one",
            ));
        }
        let report = places::load_file(database, kind, &self.path).await?;
        if self.format.is_json() { output::json(&report) } else { output::line(&report.to_string()) }
    }
}

/// Suppliers, and all that follows from them, are looked at again in the light of what was loaded.
async fn follow(config: &Config, database: &Database) -> Result<(), Failure> {
    if let Some(note) = hub::ingestor(config, database)?.refresh_links().await {
        output::note(&note);
    }
    Ok(())
}

/// A bar for each step of a load.
fn watch(progress: Arc<dyn Progress>, path: &Path) -> Watch {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Arc::new(move |told| match told {
        Told::Reading(bytes) => progress.start(Some(bytes), &name),
        Told::Writing(bytes) => progress.start(Some(bytes), "writing"),
        Told::Removing => progress.start(None, "removing what it replaces"),
        Told::Read(bytes) | Told::Wrote(bytes) => progress.advance(bytes),
        Told::Rows(rows) => progress.rows(rows),
        Told::Ended => progress.finish(),
    })
}

async fn list(database: &Database, format: FormatArg) -> Result<(), Failure> {
    let editions = editions(database).await?;
    if format.is_json() {
        return editions.iter().try_for_each(output::json);
    }
    let count = |number: i64| output::grouped(number.unsigned_abs());
    let outdated: Vec<String> =
        editions.iter().filter(|edition| edition.outdated).map(|edition| edition.kind.clone()).collect();
    if !outdated.is_empty() {
        output::note(&format!(
            "names of {} are stored as an earlier version of the program did: load the files again (`anchorhub reference load`), \
             so that names that are written otherwise are found as well as they can be",
            outdated.join(", ")
        ));
    }
    let rows: Vec<Vec<String>> = editions
        .into_iter()
        .map(|edition| {
            let when = edition
                .loaded_at
                .map_or_else(|| "being loaded".to_owned(), |at| at.format("%Y-%m-%d %H:%M UTC").to_string());
            vec![
                edition.kind,
                edition.version,
                count(edition.rows),
                count(edition.rejected),
                when,
                edition.source,
            ]
        })
        .collect();
    let headings = [
        ("KIND", Align::Left),
        ("VERSION", Align::Left),
        ("ROWS", Align::Right),
        ("REJECTED", Align::Right),
        ("LOADED", Align::Left),
        ("FILE", Align::Left),
    ];
    output::table(&headings, &rows)
}
