//! Releases as the hub keeps them, by contracting process, in the order in which they are merged.

use std::{collections::BTreeMap, io::Read};

use anchorhub_entities::release;
use anchorhub_ocds::{Caps, Merger, OcdsError, Process, Release};
use anchorhub_store::{Database, StoreError};
use flate2::read::DeflateDecoder;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

/// Why releases cannot be read back.
#[derive(Debug, thiserror::Error)]
pub enum ReleasesError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A kept release is not what it was: the database is damaged, or the caps are smaller than they were.
    #[error("release {id} of {ocid} cannot be read back: {reason}")]
    Damaged {
        /// Key of the release.
        id: i64,
        /// Its process.
        ocid: String,
        /// What was wrong.
        reason: String,
    },
}

/// Reads releases back and merges them.
#[derive(Clone, Debug)]
pub struct ReleaseLibrary {
    database: Database,
    caps: Caps,
    merger: Merger,
}

/// A release with its key in the hub.
pub struct KeptRelease {
    /// Key in the hub: later releases have greater ones.
    pub id: i64,
    /// The release.
    pub release: Release,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    ocid: String,
    tie: i32,
    body: Vec<u8>,
}

#[derive(FromQueryResult)]
struct OcidRow {
    ocid: String,
}

impl ReleaseLibrary {
    /// The releases of a database, read under the caps and merged by the rules that they were loaded with.
    pub fn new(database: Database, caps: Caps, merger: Merger) -> Self {
        Self { database, caps, merger }
    }

    /// What merges releases.
    pub fn merger(&self) -> &Merger {
        &self.merger
    }

    /// The releases of some processes that count: not those in whose place a corrected one stands.
    pub async fn processes(&self, ocids: &[String]) -> Result<BTreeMap<String, Process>, ReleasesError> {
        let select = Self::select()
            .filter(release::Column::Ocid.is_in(ocids))
            .filter(release::Column::SupersededBy.is_null());
        let rows: Vec<Row> = self.database.fetch(&select.into_query()).await?;
        let mut releases: BTreeMap<String, Vec<Release>> = BTreeMap::new();
        for row in rows {
            let kept = self.read(row)?;
            releases.entry(kept.release.ocid().to_owned()).or_default().push(kept.release);
        }
        Ok(releases.into_iter().map(|(ocid, releases)| (ocid, Process::new(releases))).collect())
    }

    /// The releases after a key, in the order in which they came.
    pub async fn after(&self, id: i64, first: u64) -> Result<Vec<KeptRelease>, ReleasesError> {
        let select =
            Self::select().filter(release::Column::Id.gt(id)).order_by_asc(release::Column::Id).limit(first);
        let rows: Vec<Row> = self.database.fetch(&select.into_query()).await?;
        rows.into_iter().map(|row| self.read(row)).collect()
    }

    /// Ocids after one, from A to Z.
    pub async fn ocids_after(&self, ocid: &str, first: u64) -> Result<Vec<String>, ReleasesError> {
        let select = release::Entity::find()
            .select_only()
            .distinct()
            .column(release::Column::Ocid)
            .filter(release::Column::Ocid.gt(ocid))
            .order_by_asc(release::Column::Ocid)
            .limit(first);
        let rows: Vec<OcidRow> = self.database.fetch(&select.into_query()).await?;
        Ok(rows.into_iter().map(|row| row.ocid).collect())
    }

    fn select() -> sea_orm::Select<release::Entity> {
        release::Entity::find().select_only().columns([
            release::Column::Id,
            release::Column::Ocid,
            release::Column::Tie,
            release::Column::Body,
        ])
    }

    fn read(&self, row: Row) -> Result<KeptRelease, ReleasesError> {
        let damaged = |reason: String| ReleasesError::Damaged { id: row.id, ocid: row.ocid.clone(), reason };
        let most = u64::try_from(self.caps.max_release_bytes).unwrap_or(u64::MAX);
        let text = inflated(&row.body, most).map_err(|error| damaged(error.to_string()))?;
        let release =
            Release::parse(text, &self.caps).map_err(|error: OcdsError| damaged(error.to_string()))?;
        // Of the same document and date: as they stood there.
        let tie = u64::try_from(row.tie).unwrap_or(0);
        Ok(KeptRelease { id: row.id, release: release.with_publication(tie) })
    }
}

/// A text that was kept compressed (raw deflate), up to so many bytes of it.
pub(crate) fn inflated(bytes: &[u8], most: u64) -> std::io::Result<String> {
    let mut text = String::new();
    DeflateDecoder::new(bytes).take(most).read_to_string(&mut text)?;
    Ok(text)
}
