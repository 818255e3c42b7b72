//! `anchorhub demo`.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anchorhub_demo::{DemoError, FeedFile, Manifest, Options};
use anchorhub_entities::feed::FeedKind;
use anchorhub_ingest::{
    IngestRequest, Receipt,
    reference::{self, ReferenceKind},
};
use anchorhub_store::Database;
use clap::Args;

use crate::{
    config::{Anchors, Config, Overrides},
    failure::Failure,
    hub::{self, Upgrade},
    output::{self, Align, note},
    progress, server,
};

/// Where a demo is made when no folder is named: never where a real hub would be.
const DEFAULT_FOLDER: &str = "demo-data";

/// Marks a folder as that of a demo, which may be made anew.
const MARK: &str = "DEMO-DATA-INVENTED.txt";

/// What the mark says, here and on the landing page.
const NOTICE: &str =
    "Everything on this hub is invented: the region, its institutions, their suppliers and every payment.";

/// What a demo leaves in its folder, and the next one removes.
const REMAINS: [&str; 6] = ["hub.sqlite3", "hub.sqlite3-wal", "hub.sqlite3-shm", "archive", "feeds", "tmp"];

/// A fresh hub with invented data: makes sample feeds, ingests them, serves
///
/// Makes the spend files of an invented region as its institutions would publish them, takes them through the
/// real ingest into a new embedded hub, and serves it.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Port to serve on; 0 for any that is free
    #[arg(long)]
    port: Option<u16>,

    /// End when the hub is made
    #[arg(long)]
    no_serve: bool,

    /// Size: 1 gives some 200,000 payments
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
}

/// What a hub serves beside its data when it is a demo.
pub(crate) fn notice(config: &Config) -> Option<String> {
    config.data_dir.join(MARK).exists().then(|| NOTICE.to_owned())
}

impl Demo {
    pub(crate) fn overrides(&self, overrides: Overrides) -> Overrides {
        Overrides { port: self.port, default_data_dir: Some(PathBuf::from(DEFAULT_FOLDER)), ..overrides }
    }

    pub(crate) async fn run(&self, config: &Config, quiet: bool) -> Result<(), Failure> {
        let config = demo_config(config);
        // Before anything is made anew, so that a demo that is being served is not taken from under its server.
        let listener = if self.no_serve { None } else { Some(server::bind(&config).await?) };
        clear(&config.data_dir)?;
        let feeds = config.data_dir.join("feeds");
        let options = Options { scale: self.scale, ..Options::default() };
        note("writing the files of an invented region");
        let manifest = hub::blocking(move || anchorhub_demo::generate(&feeds, &options)).await??;
        let database = hub::open(&config, Upgrade::EmbeddedOnly).await?;
        reference::load_file(&database, ReferenceKind::Areas, &manifest.areas).await?;
        reference::load_file(&database, ReferenceKind::Institutions, &manifest.institutions).await?;
        note(&format!("taking in {} files", manifest.files.len()));
        let summary = ingest(&config, &database, &manifest, quiet).await?;
        summary.show()?;
        match listener {
            Some(listener) => server::serve(&config, listener, database, notice(&config)).await,
            None => Ok(database.close().await?),
        }
    }
}

/// The configuration of a demo: embedded, and of a region of its own.
fn demo_config(config: &Config) -> Config {
    let mut config = config.clone();
    if config.database.url.take().is_some() {
        note("a demo makes its own embedded database; the one that is configured is left alone");
    }
    config.hub.anchors = Anchors::None;
    config.hub.name = "Anchorhub demo".to_owned();
    config
}

/// An empty folder for the demo. One that holds anything but an earlier demo is left alone.
fn clear(folder: &Path) -> Result<(), Failure> {
    let unusable = |error: std::io::Error| {
        Failure::new(
            "DATA_DIR_UNUSABLE",
            error.to_string(),
            "name a folder that can be written with --data-dir",
        )
        .at(folder.display())
    };
    fs::create_dir_all(folder).map_err(unusable)?;
    let mark = folder.join(MARK);
    let empty = fs::read_dir(folder).map_err(unusable)?.next().is_none();
    if !empty && !mark.exists() {
        return Err(Failure::new(
            "DATA_DIR_NOT_A_DEMO",
            "this folder holds something else than a demo, which is left alone",
            "name an empty folder, or one of an earlier demo, with --data-dir",
        )
        .at(folder.display()));
    }
    fs::write(&mark, format!("{NOTICE}\n")).map_err(unusable)?;
    for name in REMAINS {
        let path = folder.join(name);
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        match removed {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(unusable(error)),
            _ => {}
        }
    }
    Ok(())
}

/// Takes in every file, institution by institution, as `anchorhub ingest` does.
async fn ingest(
    config: &Config,
    database: &Database,
    manifest: &Manifest,
    quiet: bool,
) -> Result<Summary, Failure> {
    let ingestor = hub::ingestor(config, database)?;
    let mut of_institution: BTreeMap<&str, Vec<&FeedFile>> = BTreeMap::new();
    for file in &manifest.files {
        of_institution.entry(&file.institution).or_default().push(file);
    }
    let progress = progress::for_documents(quiet, manifest.files.len() as u64);
    let mut summary = Summary::default();
    for (org_id, files) in of_institution {
        let request = IngestRequest {
            paths: files.iter().map(|file| file.path.clone()).collect(),
            institution: org_id.parse().map_err(|error| broken(format!("{error}")))?,
            kind: FeedKind::Spend,
            feed: None,
            period: None,
        };
        let mut receipts: Vec<Receipt> = Vec::with_capacity(files.len());
        ingestor.ingest_paths(&request, &progress, &mut |receipt| receipts.push(receipt.clone())).await?;
        let mut row = Row { institution: org_id.to_owned(), ..Row::default() };
        for (file, receipt) in files.iter().zip(&receipts) {
            compare(file, receipt)?;
            row.files += 1;
            row.payments += receipt.figures.payments;
            row.rejected += receipt.figures.rejected;
            row.net_pence += receipt.figures.net_pence;
        }
        summary.rows.push(row);
    }
    Ok(summary)
}

/// The files say what they hold: a demo in which anything was read otherwise is not shown to anybody.
fn compare(file: &FeedFile, receipt: &Receipt) -> Result<(), Failure> {
    let (found, written) = (&receipt.figures, &file.expected);
    if found.payments == written.payments && found.net_pence == written.net_pence {
        return Ok(());
    }
    let error = receipt.error.as_ref().map(|error| format!(": {}", error.message)).unwrap_or_default();
    Err(broken(format!(
        "{} payments, {} were written, and {} pence of {}{error}",
        found.payments, written.payments, found.net_pence, written.net_pence
    ))
    .at(file.path.display()))
}

fn broken(what: String) -> Failure {
    Failure::new("DEMO_BROKEN", what, "please report this as a bug")
}

/// What was taken in.
#[derive(Default)]
struct Summary {
    rows: Vec<Row>,
}

#[derive(Default)]
struct Row {
    institution: String,
    files: u64,
    payments: u64,
    rejected: u64,
    net_pence: i64,
}

impl Row {
    fn cells(&self) -> Vec<String> {
        vec![
            self.institution.clone(),
            self.files.to_string(),
            output::grouped(self.payments),
            output::grouped(self.rejected),
            output::pounds(self.net_pence),
        ]
    }
}

impl Summary {
    fn show(&self) -> Result<(), Failure> {
        use Align::{Left, Right};
        let total =
            self.rows.iter().fold(Row { institution: "all".to_owned(), ..Row::default() }, |sum, row| Row {
                files: sum.files + row.files,
                payments: sum.payments + row.payments,
                rejected: sum.rejected + row.rejected,
                net_pence: sum.net_pence + row.net_pence,
                ..sum
            });
        let headings = [
            ("institution", Left),
            ("files", Right),
            ("payments", Right),
            ("rejected", Right),
            ("net", Right),
        ];
        let rows: Vec<Vec<String>> = self.rows.iter().chain([&total]).map(Row::cells).collect();
        output::table(&headings, &rows)
    }
}

impl From<DemoError> for Failure {
    fn from(error: DemoError) -> Self {
        Self::from_parts(error.code(), &error.to_string())
    }
}
