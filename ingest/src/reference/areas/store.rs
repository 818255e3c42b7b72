//! Areas into the database.

use std::collections::{BTreeMap, HashMap, HashSet};

use anchorhub_entities::area;
use anchorhub_store::{Database, LoadTx};
use sea_orm::sea_query::{Expr, OnConflict, Query};

use super::{Entry, Reading};
use crate::{IngestCode, IngestError, reference::ReferenceReport};

/// Records written in one statement.
const CHUNK: usize = 400;

/// Kind, name and parent of an area, as the database has them.
type Known = HashMap<String, (String, String, Option<String>)>;

/// Adds and changes areas in one transaction; nothing is written when nothing is new.
pub(in crate::reference) async fn store(
    database: &Database,
    reading: Reading,
) -> Result<ReferenceReport, IngestError> {
    let Reading { entries, mut report } = reading;
    let mut tx = LoadTx::begin(database).await?;
    let known = known(&mut tx).await?;
    let mut to_write = Vec::new();
    for entry in entries.values() {
        match known.get(&entry.code) {
            None => {
                report.added += 1;
                to_write.push(entry.clone());
            }
            Some((kind, name, parent)) => {
                // A file that does not know the larger area does not take it away.
                let after =
                    Entry { parent: entry.parent.clone().or_else(|| parent.clone()), ..entry.clone() };
                if (after.kind.name(), &after.name, &after.parent) == (kind.as_str(), name, parent) {
                    report.unchanged += 1;
                } else {
                    report.changed += 1;
                    to_write.push(after);
                }
            }
        }
    }
    let parents = parents(&known, &to_write);
    refuse_circles(&parents, &to_write)?;
    let orphans = to_write
        .iter()
        .filter_map(|entry| entry.parent.as_deref())
        .filter(|parent| !known.contains_key(*parent) && !entries.contains_key(*parent))
        .count();
    if orphans > 0 {
        report.warnings.insert("PARENT_UNKNOWN", orphans as u64);
    }
    if !to_write.is_empty() {
        write(&mut tx, &to_write).await?;
        tx.commit().await?;
    }
    Ok(report)
}

async fn known(tx: &mut LoadTx) -> Result<Known, IngestError> {
    let select = Query::select()
        .columns([area::Column::Code, area::Column::Kind, area::Column::Name, area::Column::Parent])
        .from(area::Entity)
        .to_owned();
    let rows: Vec<(String, String, String, Option<String>)> = tx.fetch(&select).await?;
    Ok(rows.into_iter().map(|(code, kind, name, parent)| (code, (kind, name, parent))).collect())
}

/// What contains what, once the new areas are in.
fn parents<'a>(known: &'a Known, new: &'a [Entry]) -> BTreeMap<&'a str, &'a str> {
    let before = known.iter().filter_map(|(code, (_, _, parent))| Some((code.as_str(), parent.as_deref()?)));
    let after = new.iter().filter_map(|entry| Some((entry.code.as_str(), entry.parent.as_deref()?)));
    before.chain(after).collect()
}

/// Whoever walks up from an area must come to an end.
fn refuse_circles(parents: &BTreeMap<&str, &str>, new: &[Entry]) -> Result<(), IngestError> {
    for entry in new {
        let mut path = vec![entry.code.as_str()];
        let mut seen: HashSet<&str> = HashSet::from([entry.code.as_str()]);
        let mut at = entry.code.as_str();
        while let Some(parent) = parents.get(at) {
            path.push(parent);
            if !seen.insert(parent) {
                return Err(IngestError::new(
                    IngestCode::ReferenceInvalid,
                    format!("areas contain each other: {}; correct the parents", path.join(" → ")),
                ));
            }
            at = parent;
        }
    }
    Ok(())
}

async fn write(tx: &mut LoadTx, entries: &[Entry]) -> Result<(), IngestError> {
    for chunk in entries.chunks(CHUNK) {
        let mut insert = Query::insert();
        insert.into_table(area::Entity).columns([
            area::Column::Code,
            area::Column::Kind,
            area::Column::Name,
            area::Column::Parent,
        ]);
        for entry in chunk {
            insert.values_panic([
                Expr::value(entry.code.as_str()),
                Expr::value(entry.kind.name()),
                Expr::value(entry.name.as_str()),
                Expr::value(entry.parent.clone()),
            ]);
        }
        insert.on_conflict(
            OnConflict::column(area::Column::Code)
                .update_columns([area::Column::Kind, area::Column::Name, area::Column::Parent])
                .to_owned(),
        );
        tx.execute(&insert).await?;
    }
    Ok(())
}
