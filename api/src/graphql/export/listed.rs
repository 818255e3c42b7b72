//! Lists, page by page from one state of the data.

use anchorhub_store::{Database, Engine, Snapshot};

use super::{ExportArguments, Input, Opened, Rows, TRIES};
use crate::{
    graphql::{
        cursor::Position,
        error::ApiError,
        lists::{Listing, ModelOf, after},
    },
    table::{Column, Record},
};

/// Rows read at once: all that is held of a list.
const PAGE: usize = 2_000;

/// Separates several values in one cell.
pub(super) const SEPARATOR: &str = " | ";

/// A list that can be written out.
#[async_trait::async_trait]
pub(super) trait Exported: Listing + Sized + 'static {
    /// Its columns.
    const COLUMNS: &'static [Column];

    /// Whether it comes in orders to choose from.
    const HAS_ORDER: bool;

    /// The list that the arguments make, as the field of the schema makes it.
    async fn resolve(database: &Database, input: &Input<'_>) -> Result<Self, ApiError>;

    /// Rows of the list as they are written, with what they name in other tables.
    async fn records(snapshot: &mut Snapshot, rows: &[ModelOf<Self>]) -> Result<Vec<Record>, ApiError>;
}

/// Checks the arguments and begins to read.
pub(super) async fn open<L: Exported>(
    database: &Database,
    arguments: &ExportArguments,
) -> Result<Opened, ApiError> {
    let input = Input::new(arguments, L::HAS_ORDER)?;
    for _ in 0..TRIES {
        let snapshot = database.snapshot().await?;
        // Looks up what the filter names beside the snapshot: it counts only if nothing has changed since.
        let list = L::resolve(database, &input).await?;
        if database.data_version().await? == snapshot.data_version() {
            let (engine, version) = (database.engine(), snapshot.data_version());
            let rows = Box::new(ListRows { list, engine, version, snapshot: Some(snapshot), last: None });
            return Ok(Opened { columns: L::COLUMNS.to_vec(), rows });
        }
        snapshot.finish().await?;
    }
    Err(ApiError::Unavailable)
}

struct ListRows<L> {
    list: L,
    engine: Engine,
    version: i64,
    /// None once everything is read.
    snapshot: Option<Snapshot>,
    /// Where the last page ended.
    last: Option<Position>,
}

#[async_trait::async_trait]
impl<L: Exported> Rows for ListRows<L> {
    fn data_version(&self) -> i64 {
        self.version
    }

    async fn next(&mut self) -> Result<Vec<Record>, ApiError> {
        let Some(snapshot) = &mut self.snapshot else { return Ok(Vec::new()) };
        let (rows, more) = after(snapshot, self.engine, &self.list, self.last.take(), PAGE).await?;
        let records = L::records(snapshot, &rows).await?;
        match rows.last().filter(|_| more) {
            Some(last) => self.last = Some(self.list.position(last)),
            None => {
                if let Some(snapshot) = self.snapshot.take() {
                    snapshot.finish().await?;
                }
            }
        }
        Ok(records)
    }
}
