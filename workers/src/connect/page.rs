//! What a pull has to know of an answer: which releases it holds, and whether there is more.

use std::{fs::File, io::BufReader, path::PathBuf};

use anchorhub_ocds::{ReleaseDate, london};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    PullCode, PullError,
    walk::{self, Second, notice_number},
};

/// Releases of an answer, and where it goes on.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Its releases, in its order.
    pub(super) releases: Vec<Entry>,
    /// Where it goes on.
    pub(super) next: Option<String>,
}

/// One release of an answer.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// Its contracting process.
    pub(super) ocid: Option<String>,
    /// Year and number of its notice, of Find a Tender.
    pub(super) number: Option<(i32, i32)>,
    /// Its date, in UK clock time.
    pub(super) date: Option<Second>,
}

impl Page {
    /// Reads a release package or a record package. An answer that is neither is unreadable; one without
    /// releases is empty.
    pub(super) async fn read(path: PathBuf) -> Result<Self, PullError> {
        tokio::task::spawn_blocking(move || Self::read_file(&path))
            .await
            .map_err(|error| PullError::new(PullCode::Internal, format!("reading an answer: {error}")))?
    }

    fn read_file(path: &std::path::Path) -> Result<Self, PullError> {
        let file = File::open(path).map_err(|error| PullError::io(&error, path.display()))?;
        let package: Package = serde_json::from_reader(BufReader::new(file)).map_err(|error| {
            PullError::new(PullCode::AnswerUnreadable, format!("the answer is no OCDS package: {error}"))
        })?;
        let of_records = package.records.into_iter().flat_map(|record| record.releases);
        Ok(Self {
            releases: package.releases.into_iter().chain(of_records).map(Entry::from).collect(),
            next: package.links.and_then(|links| text(links.next)).filter(|next| !next.is_empty()),
        })
    }

    /// The moments of its releases.
    pub(super) fn dates(&self) -> Vec<Second> {
        self.releases.iter().filter_map(|release| release.date).collect()
    }
}

#[derive(Deserialize)]
struct Package {
    #[serde(default)]
    releases: Vec<Fields>,
    #[serde(default)]
    records: Vec<Record>,
    links: Option<Links>,
}

#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    releases: Vec<Fields>,
}

#[derive(Deserialize)]
struct Links {
    next: Option<Value>,
}

#[derive(Deserialize)]
struct Fields {
    ocid: Option<Value>,
    id: Option<Value>,
    date: Option<Value>,
}

impl From<Fields> for Entry {
    fn from(fields: Fields) -> Self {
        let date = text(fields.date).and_then(|date| ReleaseDate::parse(&date));
        Self {
            ocid: text(fields.ocid),
            number: text(fields.id).as_deref().and_then(notice_number),
            date: date.map(|date| walk::second(london::civil(date.instant))),
        }
    }
}

fn text(value: Option<Value>) -> Option<String> {
    match value {
        Some(Value::String(text)) => Some(text),
        _ => None,
    }
}
