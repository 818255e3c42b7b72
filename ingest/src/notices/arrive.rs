//! The first pass: releases that the hub does not hold yet.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{rejected_row, release};
use anchorhub_ocds::warnings::WarningCode;
use anchorhub_store::LoadTx;
use rustc_hash::FxHashMap;
use sea_orm::{
    Iterable,
    sea_query::{Cond, Expr, ExprTrait, OnConflict, Query},
};
use tokio::sync::mpsc::Receiver;

use super::{
    growth::Growth,
    read::{Batch, Found, Refused},
    unmapped::Unmapped,
};
use crate::{IngestError, load::rows};

/// Releases looked up in one statement, each by its own condition.
const LOOKED_UP: usize = 100;

/// What became of the releases of a document.
#[derive(Debug, Default)]
pub(super) struct Arrived {
    pub(super) stored: u64,
    pub(super) known: u64,
    pub(super) rejections: BTreeMap<&'static str, u64>,
    /// Stored releases by warning.
    pub(super) warnings: BTreeMap<WarningCode, u64>,
    /// Keys of releases that were known before they came.
    pub(super) known_ids: Vec<i64>,
    /// Processes of which nothing is new but what has to be made anew: the order of releases of one instant
    /// has turned out to be another, or all of the document is read again.
    pub(super) stale: BTreeSet<String>,
}

/// A release that is in the database.
struct Known {
    id: i64,
    document_id: i64,
    tie: i32,
}

/// Stores the releases of a document.
pub(super) struct Arrivals<'t> {
    tx: &'t mut LoadTx,
    document_id: i64,
    institution_id: i32,
    /// Whether also processes with nothing new are made anew.
    again: bool,
    unmapped: Unmapped,
    growth: Growth,
}

impl<'t> Arrivals<'t> {
    pub(super) fn new(tx: &'t mut LoadTx, document_id: i64, institution_id: i32, again: bool) -> Self {
        let growth = Growth::of(&["release"]);
        Self { tx, document_id, institution_id, again, unmapped: Unmapped::default(), growth }
    }

    /// Stores batches until there are no more.
    pub(super) async fn take_all(mut self, mut receiver: Receiver<Batch>) -> Result<Arrived, IngestError> {
        let mut arrived = Arrived::default();
        while let Some(batch) = receiver.recv().await {
            self.reject(batch.refused, &mut arrived).await?;
            self.store(batch.found, &mut arrived).await?;
            self.growth.reached(self.tx, arrived.stored).await?;
            if self.unmapped.are_many() {
                self.unmapped.write(self.tx).await?;
            }
        }
        self.unmapped.write(self.tx).await?;
        Ok(arrived)
    }

    async fn reject(&mut self, refused: Vec<Refused>, arrived: &mut Arrived) -> Result<(), IngestError> {
        for release in &refused {
            *arrived.rejections.entry(release.code.code()).or_default() += 1;
        }
        let (institution_id, document_id) = (self.institution_id, self.document_id);
        let models = refused.into_iter().map(|release| {
            // Counted from 1, as people do.
            let position = i32::try_from(release.place.saturating_add(1)).unwrap_or(i32::MAX);
            rejected_row::Model {
                institution_id,
                document_id,
                seq: position,
                sheet: None,
                row_no: position,
                code: release.code.code().to_owned(),
                field: None,
                hint: release.hint,
                raw: release.raw,
            }
        });
        rows::insert::<rejected_row::Entity>(self.tx, models).await
    }

    async fn store(&mut self, mut found: Vec<Found>, arrived: &mut Arrived) -> Result<(), IngestError> {
        if found.is_empty() {
            return Ok(());
        }
        let mut new = self.insert(&mut found).await?;
        let mut known: Vec<&Found> = Vec::new();
        for release in &mut found {
            // The second time that a release stands in one batch it is known.
            if new.remove(&(release.ocid.clone(), release.sha256.clone())) {
                arrived.stored += 1;
                self.unmapped.count(&release.ocid, std::mem::take(&mut release.unmapped));
                for code in &release.codes {
                    *arrived.warnings.entry(*code).or_default() += 1;
                }
            } else {
                known.push(release);
            }
        }
        for chunk in known.chunks(LOOKED_UP) {
            self.meet_again(chunk, arrived).await?;
        }
        Ok(())
    }

    /// Adds what is new; gives the processes and contents of it.
    async fn insert(&mut self, found: &mut [Found]) -> Result<BTreeSet<(String, String)>, IngestError> {
        let columns: Vec<release::Column> =
            release::Column::iter().filter(|column| !matches!(column, release::Column::Id)).collect();
        let mut keys = BTreeSet::new();
        let document_id = self.document_id;
        for chunk in found.chunks_mut(rows::chunk_of(columns.len())) {
            let models = chunk.iter_mut().map(|found| release::Model {
                id: 0,
                document_id,
                ocid: found.ocid.clone(),
                release_id: found.release_id.clone(),
                dated_at: found.dated_at,
                place: found.place,
                tie: found.tie,
                sha256: found.sha256.clone(),
                tags: found.tags.clone(),
                notice_type: found.notice_type.clone(),
                warnings: std::mem::take(&mut found.warnings),
                superseded_by: None,
                body: std::mem::take(&mut found.body),
            });
            let mut insert = rows::statement::<release::Entity>(&columns, models);
            insert
                .on_conflict(
                    OnConflict::columns([release::Column::Ocid, release::Column::Sha256])
                        .do_nothing()
                        .to_owned(),
                )
                .returning(Query::returning().columns([release::Column::Ocid, release::Column::Sha256]));
            let new: Vec<(String, String)> = self.tx.fetch(&insert).await?;
            keys.extend(new);
        }
        Ok(keys)
    }

    /// Notes that releases came which the hub holds, and where they stand here.
    async fn meet_again(&mut self, found: &[&Found], arrived: &mut Arrived) -> Result<(), IngestError> {
        let held = self.look_up(found).await?;
        for release in found {
            arrived.known += 1;
            let Some(known) = held.get(&(release.ocid.clone(), release.sha256.clone())) else { continue };
            if known.document_id != self.document_id {
                arrived.known_ids.push(known.id);
            }
            // The highest position in any document counts, whichever came first.
            if release.tie > known.tie {
                let update = Query::update()
                    .table(release::Entity)
                    .value(release::Column::Tie, release.tie)
                    .and_where(Expr::col(release::Column::Id).eq(known.id))
                    .and_where(Expr::col(release::Column::Tie).lt(release.tie))
                    .to_owned();
                self.tx.execute(&update).await?;
            }
            if self.again || (release.tie > known.tie && known.document_id != self.document_id) {
                arrived.stale.insert(release.ocid.clone());
            }
        }
        Ok(())
    }

    async fn look_up(&mut self, found: &[&Found]) -> Result<FxHashMap<(String, String), Known>, IngestError> {
        let mut any = Cond::any();
        for found in found {
            any = any.add(
                Expr::col(release::Column::Ocid)
                    .eq(found.ocid.as_str())
                    .and(Expr::col(release::Column::Sha256).eq(found.sha256.as_str())),
            );
        }
        let select = Query::select()
            .columns([
                release::Column::Id,
                release::Column::Ocid,
                release::Column::Sha256,
                release::Column::DocumentId,
                release::Column::Tie,
            ])
            .from(release::Entity)
            .cond_where(any)
            .to_owned();
        let rows: Vec<(i64, String, String, i64, i32)> = self.tx.fetch(&select).await?;
        Ok(rows
            .into_iter()
            .map(|(id, ocid, sha256, document_id, tie)| ((ocid, sha256), Known { id, document_id, tie }))
            .collect())
    }
}
