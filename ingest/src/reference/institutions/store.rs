//! Institutions and their groups into the database.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use anchorhub_entities::{area, institution};
use anchorhub_store::{Database, LoadTx};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};

use super::{Entry, Reading, aliases, store_groups};
use crate::{IngestError, notices, reference::ReferenceReport};

/// Keys asked for, or records written, in one statement.
pub(super) const CHUNK: usize = 400;

/// An institution as the database has it.
struct Known {
    id: i32,
    name: String,
    kind: String,
    home_area: Option<String>,
}

/// Adds and changes institutions and their memberships in one transaction; nothing is written when nothing
/// is new.
pub(in crate::reference) async fn store(
    database: &Database,
    reading: Reading,
) -> Result<ReferenceReport, IngestError> {
    let Reading { entries, mut report } = reading;
    let mut tx = LoadTx::begin(database).await?;
    // Who the buyers of loaded processes are may change.
    tx.lock_releases().await?;
    let known = known(&mut tx, entries.keys().map(|org_id| org_id.as_str())).await?;
    let mut to_write: Vec<Entry> = Vec::new();
    let mut changed: BTreeSet<String> = BTreeSet::new();
    for entry in entries.values() {
        match known.get(entry.org_id.as_str()) {
            None => {
                report.added += 1;
                to_write.push(entry.clone());
            }
            Some(before) => {
                let after = merged(before, entry);
                if (&after.name, after.kind.name(), &after.home_area)
                    != (&before.name, before.kind.as_str(), &before.home_area)
                {
                    changed.insert(entry.org_id.to_string());
                    to_write.push(after);
                }
            }
        }
    }
    write(&mut tx, &to_write).await?;
    let ids: BTreeMap<String, i32> = if to_write.is_empty() {
        known.iter().map(|(org_id, known)| (org_id.clone(), known.id)).collect()
    } else {
        let stored = self::known(&mut tx, entries.keys().map(|org_id| org_id.as_str())).await?;
        stored.into_iter().map(|(org_id, known)| (org_id, known.id)).collect()
    };
    let moved = store_groups::store(&mut tx, &entries, &ids).await?;
    let renamed = report.added > 0 || !changed.is_empty();
    let known_otherwise = aliases::store(&mut tx, &entries, &ids).await?;
    if renamed || !known_otherwise.is_empty() {
        notices::find_buyers_again(&mut tx).await?;
    }
    changed.extend(known_otherwise.into_iter().filter(|org_id| known.contains_key(org_id)));
    changed.extend(moved.into_iter().filter(|org_id| known.contains_key(org_id)));

    report.changed = changed.len() as u64;
    report.unchanged = entries.len() as u64 - report.added - report.changed;
    let homeless = unknown_areas(&mut tx, &entries.values().collect::<Vec<_>>()).await?;
    if homeless > 0 {
        report.warnings.insert("HOME_AREA_UNKNOWN", homeless);
    }
    if report.added + report.changed > 0 {
        tx.commit().await?;
    }
    Ok(report)
}

/// What the file says, over what is known.
fn merged(before: &Known, entry: &Entry) -> Entry {
    let keep_name = entry.name_was_in_capitals && before.name.eq_ignore_ascii_case(&entry.name);
    Entry {
        name: if keep_name { before.name.clone() } else { entry.name.clone() },
        home_area: entry.home_area.clone().or_else(|| before.home_area.clone()),
        ..entry.clone()
    }
}

async fn known(
    tx: &mut LoadTx,
    org_ids: impl Iterator<Item = &str>,
) -> Result<HashMap<String, Known>, IngestError> {
    let org_ids: Vec<&str> = org_ids.collect();
    let mut found = HashMap::with_capacity(org_ids.len());
    for chunk in org_ids.chunks(CHUNK) {
        let select = Query::select()
            .columns([
                institution::Column::Id,
                institution::Column::OrgId,
                institution::Column::Name,
                institution::Column::Kind,
                institution::Column::HomeArea,
            ])
            .from(institution::Entity)
            .and_where(Expr::col(institution::Column::OrgId).is_in(chunk.iter().copied()))
            .to_owned();
        let rows: Vec<(i32, String, String, String, Option<String>)> = tx.fetch(&select).await?;
        found.extend(
            rows.into_iter()
                .map(|(id, org_id, name, kind, home_area)| (org_id, Known { id, name, kind, home_area })),
        );
    }
    Ok(found)
}

async fn write(tx: &mut LoadTx, entries: &[Entry]) -> Result<(), IngestError> {
    for chunk in entries.chunks(CHUNK) {
        let mut insert = Query::insert();
        insert.into_table(institution::Entity).columns([
            institution::Column::OrgId,
            institution::Column::Name,
            institution::Column::Kind,
            institution::Column::HomeArea,
        ]);
        for entry in chunk {
            insert.values_panic([
                Expr::value(entry.org_id.as_str()),
                Expr::value(entry.name.as_str()),
                Expr::value(entry.kind.name()),
                Expr::value(entry.home_area.clone()),
            ]);
        }
        insert.on_conflict(
            OnConflict::column(institution::Column::OrgId)
                .update_columns([
                    institution::Column::Name,
                    institution::Column::Kind,
                    institution::Column::HomeArea,
                ])
                .to_owned(),
        );
        tx.execute(&insert).await?;
    }
    Ok(())
}

/// Number of institutions whose home area the hub does not know.
async fn unknown_areas(tx: &mut LoadTx, entries: &[&Entry]) -> Result<u64, IngestError> {
    let wanted: Vec<&str> = entries.iter().filter_map(|entry| entry.home_area.as_deref()).collect();
    let distinct: Vec<&str> = wanted.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let mut found: HashSet<String> = HashSet::new();
    for chunk in distinct.chunks(CHUNK) {
        let select = Query::select()
            .column(area::Column::Code)
            .from(area::Entity)
            .and_where(Expr::col(area::Column::Code).is_in(chunk.iter().copied()))
            .to_owned();
        let rows: Vec<(String,)> = tx.fetch(&select).await?;
        found.extend(rows.into_iter().map(|(code,)| code));
    }
    Ok(wanted.iter().filter(|code| !found.contains(**code)).count() as u64)
}
