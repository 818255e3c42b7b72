//! Reference data from the publishers' own files: who the institutions are and where.
//!
//! A load is one transaction. Records are added or changed by their key and never deleted, so that a file may
//! be loaded again or may hold only a part; what a file does not say about a record stays as it was.

mod areas;
mod institutions;
mod lookup;
mod report;
mod rows;

use std::{
    fmt, fs,
    io::Read,
    path::{Path, PathBuf},
};

use anchorhub_entities::{area, institution};
use anchorhub_store::Database;
use sea_orm::{EntityTrait, QuerySelect};

use self::rows::Rows;
pub use self::{
    lookup::institution,
    report::{ReferenceReport, Refusal},
};
use crate::{IngestCode, IngestError};

/// What a reference file describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceKind {
    /// Public bodies, with their org-ids, kinds, home areas and groups.
    Institutions,
    /// Districts, counties, combined authorities, regions and countries, with what contains them.
    Areas,
}

impl ReferenceKind {
    /// The name used on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Institutions => "institutions",
            Self::Areas => "areas",
        }
    }
}

impl fmt::Display for ReferenceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a file holds, read and checked, before anything is written.
enum Content {
    Institutions(institutions::Reading),
    Areas(areas::Reading),
}

/// Loads a CSV file; the publisher's layout is recognised by its headings or shape.
///
/// Fails, and changes nothing, when the file cannot be read, when its layout is unknown, or when none of its
/// rows can be taken. Single rows that cannot be taken are listed in the report.
pub async fn load_file(
    database: &Database,
    kind: ReferenceKind,
    path: &Path,
) -> Result<ReferenceReport, IngestError> {
    let path = path.to_owned();
    let reading = tokio::task::spawn_blocking(move || read_file(kind, path));
    let content = reading
        .await
        .map_err(|error| IngestError::new(IngestCode::Internal, format!("reading was stopped: {error}")))??;
    store(database, content).await
}

/// Loads CSV text that comes with the program; `name` stands for its file.
pub async fn load_text(
    database: &Database,
    kind: ReferenceKind,
    name: &str,
    text: &str,
) -> Result<ReferenceReport, IngestError> {
    let content = read(kind, name.to_owned(), text.as_bytes())?;
    store(database, content).await
}

/// Whether the hub knows no institution and no area yet.
pub async fn is_empty(database: &Database) -> Result<bool, IngestError> {
    let institution = institution::Entity::find().limit(1).one(database.read()).await?;
    let area = area::Entity::find().limit(1).one(database.read()).await?;
    Ok(institution.is_none() && area.is_none())
}

fn read_file(kind: ReferenceKind, path: PathBuf) -> Result<Content, IngestError> {
    let file = fs::File::open(&path).map_err(|error| IngestError::io(&error, &path))?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(IngestError::new(
            IngestCode::WrongKind,
            format!("{} is a folder: name one CSV file", path.display()),
        ));
    }
    read(kind, path.display().to_string(), file)
}

fn read(kind: ReferenceKind, name: String, source: impl Read) -> Result<Content, IngestError> {
    let rows = Rows::new(name, source);
    match kind {
        ReferenceKind::Institutions => Ok(Content::Institutions(institutions::read(rows)?)),
        ReferenceKind::Areas => Ok(Content::Areas(areas::read(rows)?)),
    }
}

async fn store(database: &Database, content: Content) -> Result<ReferenceReport, IngestError> {
    match content {
        Content::Institutions(reading) => institutions::store(database, reading).await,
        Content::Areas(reading) => areas::store(database, reading).await,
    }
}
