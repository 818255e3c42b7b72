//! Which editions there are.

use anchorhub_entities::reference_edition::{Column, Entity, Model};
use anchorhub_store::Database;
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait};
use serde::Serialize;

use super::{CURRENT, LOADING, keys};
use crate::{Kind, ReferenceError};

/// An edition that counts, or that is being loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edition {
    /// What it describes, such as `companies-house`.
    pub kind: String,
    /// What its publisher calls it, else the day on which it was loaded.
    pub version: String,
    /// Name of its file.
    pub source: String,
    /// Rows taken; while it is being loaded, rows written so far.
    pub rows: i64,
    /// Rows of the file that could not be taken.
    pub rejected: i64,
    /// When it began to count; none while it is being loaded.
    pub loaded_at: Option<DateTime<Utc>>,
    /// Its names are stored under rules of an earlier version of the program: fewer of those that are written otherwise are
    /// found, until its file is loaded again.
    pub outdated: bool,
}

/// All editions that count or are being loaded, by kind.
pub async fn editions(database: &Database) -> Result<Vec<Edition>, ReferenceError> {
    let select = Entity::find()
        .filter(Column::State.is_in([CURRENT, LOADING]))
        .order_by_asc(Column::Kind)
        .order_by_asc(Column::State)
        .order_by_asc(Column::Id);
    let rows: Vec<Model> = database.fetch(&select.into_query()).await?;
    let present = keys::Present::read(database).await?;
    Ok(rows
        .into_iter()
        .map(|row| Edition {
            outdated: Kind::from_edition(&row.kind).is_some_and(Kind::has_names) && !present.has(row.id),
            kind: Kind::from_edition(&row.kind).map_or(row.kind, |kind| kind.name().to_owned()),
            version: row.version,
            source: row.source,
            rows: row.rows,
            rejected: row.rejected,
            loaded_at: row.loaded_at.filter(|_| row.state == CURRENT),
        })
        .collect())
}

/// The edition of a kind that counts.
pub(crate) async fn current(database: &Database, kind: Kind) -> Result<Option<Model>, ReferenceError> {
    let select =
        Entity::find().filter(Column::State.eq(CURRENT)).filter(Column::Kind.eq(kind.edition())).into_query();
    let found: Vec<Model> = database.fetch(&select).await?;
    Ok(found.into_iter().next())
}

/// The kind and version of which these bytes are the edition that counts; not if its names are stored under other rules
/// than the present ones.
pub(crate) async fn is_current(
    database: &Database,
    kinds: &[Kind],
    sha256: &str,
) -> Result<Option<(Kind, String)>, ReferenceError> {
    for kind in kinds {
        if let Some(edition) = current(database, *kind).await?
            && edition.sha256 == sha256
            && (!kind.has_names() || keys::Present::read(database).await?.has(edition.id))
        {
            return Ok(Some((*kind, edition.version)));
        }
    }
    Ok(None)
}
