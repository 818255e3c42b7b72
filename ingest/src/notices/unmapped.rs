//! What releases hold and the model does not, counted once for each release that is stored.

use std::collections::BTreeMap;

use anchorhub_entities::unmapped_path;
use anchorhub_ocds::facts::UnmappedPath;
use anchorhub_store::LoadTx;
use rustc_hash::FxHashMap;
use sea_orm::{
    Iterable,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};

use super::key::indexed;
use crate::{
    IngestError,
    load::rows::{self, without_nul},
};

/// Paths counted before they are written.
const PATHS: usize = 5_000;
/// Paths looked up in one statement.
const LOOKED_UP: usize = 500;

/// Counts of paths that are not written yet.
#[derive(Default)]
pub(super) struct Unmapped(BTreeMap<String, Count>);

struct Count {
    releases: i64,
    values: i64,
    shown: Shown,
}

impl Count {
    fn new(shown: Shown) -> Self {
        Self { releases: 0, values: 0, shown }
    }
}

/// An example and the process that it comes from. Of all that are met the least is kept, one that shows something
/// before one that does not, so that it does not depend on the order in which releases come.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Shown {
    is_empty: bool,
    ocid: String,
    example: String,
}

impl Shown {
    fn new(ocid: String, example: String) -> Self {
        Self { is_empty: example.is_empty(), ocid, example }
    }
}

impl Unmapped {
    /// Counts what a release holds.
    pub(super) fn count(&mut self, ocid: &str, paths: Vec<UnmappedPath>) {
        for UnmappedPath { path, values, example } in paths {
            let values = i64::try_from(values).unwrap_or(i64::MAX);
            let shown = Shown::new(ocid.to_owned(), without_nul(&example));
            let count = self.0.entry(indexed(&path)).or_insert_with(|| Count::new(shown.clone()));
            count.releases += 1;
            count.values = count.values.saturating_add(values);
            if shown < count.shown {
                count.shown = shown;
            }
        }
    }

    /// Whether it is time to write.
    pub(super) fn are_many(&self) -> bool {
        self.0.len() >= PATHS
    }

    /// Adds the counts to those that are kept, and begins anew.
    pub(super) async fn write(&mut self, tx: &mut LoadTx) -> Result<(), IngestError> {
        use unmapped_path::Column;
        let counted: Vec<(String, Count)> = std::mem::take(&mut self.0).into_iter().collect();
        let columns: Vec<Column> = Column::iter().collect();
        for chunk in counted.chunks(LOOKED_UP) {
            let held = held(tx, chunk.iter().map(|(path, _)| path.as_str())).await?;
            let models = chunk.iter().map(|(path, count)| {
                let shown = match held.get(path) {
                    Some(held) if *held < count.shown => held,
                    _ => &count.shown,
                };
                unmapped_path::Model {
                    path: path.clone(),
                    releases: count.releases,
                    values_seen: count.values,
                    example: shown.example.clone(),
                    ocid: shown.ocid.clone(),
                }
            });
            let mut insert = rows::statement::<unmapped_path::Entity>(&columns, models);
            insert.on_conflict(
                OnConflict::column(Column::Path)
                    .value(Column::Releases, Expr::cust("unmapped_path.releases + excluded.releases"))
                    .value(Column::ValuesSeen, Expr::cust("unmapped_path.values_seen + excluded.values_seen"))
                    .update_columns([Column::Example, Column::Ocid])
                    .to_owned(),
            );
            tx.execute(&insert).await?;
        }
        Ok(())
    }
}

/// The examples that are kept, by path. Only one load of releases is at work at a time, so they stay.
async fn held<'a>(
    tx: &mut LoadTx,
    paths: impl Iterator<Item = &'a str>,
) -> Result<FxHashMap<String, Shown>, IngestError> {
    use unmapped_path::Column;
    let select = Query::select()
        .columns([Column::Path, Column::Ocid, Column::Example])
        .from(unmapped_path::Entity)
        .and_where(Expr::col(Column::Path).is_in(paths))
        .to_owned();
    let rows: Vec<(String, String, String)> = tx.fetch(&select).await?;
    Ok(rows.into_iter().map(|(path, ocid, example)| (path, Shown::new(ocid, example))).collect())
}
