//! `anchorhub demo`.

mod intake;
mod summary;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anchorhub_demo::{DemoError, Directories, Options};
use anchorhub_ingest::reference::{self, ReferenceKind};
use anchorhub_reference::{Kind, LoadFile, load_file, silent};
use anchorhub_store::Database;
use clap::Args;

use crate::{
    config::{Anchors, Config, Overrides},
    failure::Failure,
    hub::{self, Upgrade},
    output::note,
    server,
    workers::Crew,
};

/// Where a demo is made when no folder is named: never where a real hub would be.
const DEFAULT_FOLDER: &str = "demo-data";

/// Marks a folder as that of a demo, which may be made anew.
const MARK: &str = "DEMO-DATA-INVENTED.txt";

/// What the mark says, here and on the landing page.
const NOTICE: &str = "Everything on this hub is invented: the region, its institutions, their suppliers, every payment, notice and contract.";

/// What a demo leaves in its folder, and the next one removes.
const REMAINS: [&str; 7] =
    ["hub.sqlite3", "hub.sqlite3-wal", "hub.sqlite3-shm", "analysis", "archive", "feeds", "tmp"];

/// A fresh hub with invented data: makes sample feeds, ingests them, serves
///
/// Makes the spend files, contract registers and notices of an invented region as its institutions would publish
/// them, takes them through the real ingest into a new embedded hub, and serves it.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Port to serve on; 0 for any that is free
    #[arg(long)]
    port: Option<u16>,

    /// End when the hub is made
    #[arg(long)]
    no_serve: bool,

    /// Size: 1 gives some 200,000 payments and 1,200 contracts
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
        load_directories(&config, &database, manifest.directories.clone()).await?;
        intake::take_all(&config, &database, &manifest, quiet).await?.show()?;
        match listener {
            Some(listener) => {
                // Nothing is pulled; what follows from decisions is worked off.
                let crew = Crew::start(&config, &database)?;
                server::serve(&config, listener, database, notice(&config), Some(crew)).await
            }
            None => Ok(database.close().await?),
        }
    }
}

/// Loads the registers of the region, by the road of any other.
async fn load_directories(
    config: &Config,
    database: &Database,
    directories: Directories,
) -> Result<(), Failure> {
    let files = [
        (Kind::Postcodes, directories.postcodes),
        (Kind::Imd, directories.deprivation),
        (Kind::CompaniesHouse, directories.companies),
    ];
    for (kind, path) in files {
        let request = LoadFile {
            kind,
            path,
            version: Some("demo".to_owned()),
            again: false,
            temporary: hub::temporary(config),
        };
        load_file(database, &request, &silent()).await?;
    }
    Ok(())
}

/// The configuration of a demo: embedded, and of a region of its own.
fn demo_config(config: &Config) -> Config {
    let mut config = config.clone();
    if config.database.url.take().is_some() {
        note("a demo makes its own embedded database; the one that is configured is left alone");
    }
    config.hub.anchors = Anchors::None;
    config.hub.name = "Anchorhub demo".to_owned();
    // Whoever plays with invented data may decide about it, on this machine.
    config.review.open_as = config.http.bind.is_loopback().then(|| "demo".to_owned());
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

impl From<DemoError> for Failure {
    fn from(error: DemoError) -> Self {
        Self::from_parts(error.code(), &error.to_string())
    }
}
