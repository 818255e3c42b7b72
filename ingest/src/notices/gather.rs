//! All releases of some processes, as the database holds them.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::release;
use anchorhub_ocds::warnings::WarningCode;
use anchorhub_store::LoadTx;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};

use crate::{Caps, IngestCode, IngestError};

/// Releases, and bytes of their compressed texts, fetched in one statement: beyond that one process at a time.
const RELEASES: i64 = 2_000;
const BYTES: i64 = 8 << 20;

/// A release as the database holds it.
pub(super) struct Kept {
    pub(super) id: i64,
    pub(super) tie: i32,
    pub(super) body: Vec<u8>,
}

/// The releases of one process that count, in no order.
pub(super) struct Gathered {
    pub(super) ocid: String,
    pub(super) releases: Vec<Kept>,
}

/// Processes of a size to be fetched together.
pub(super) async fn in_parts(
    tx: &mut LoadTx,
    ocids: &[String],
    caps: &Caps,
) -> Result<Vec<Vec<String>>, IngestError> {
    let select = Query::select()
        .column(release::Column::Ocid)
        .expr(Expr::cust("count(*)"))
        .expr(Expr::cust("CAST(sum(length(body)) AS BIGINT)"))
        .from(release::Entity)
        .and_where(Expr::col(release::Column::Ocid).is_in(ocids.iter().map(String::as_str)))
        .group_by_col(release::Column::Ocid)
        .to_owned();
    let sizes: Vec<(String, i64, i64)> = tx.fetch(&select).await?;
    let most = (widen(caps.max_process_releases), widen(caps.max_process_bytes));
    let mut parts: Vec<Vec<String>> = Vec::new();
    let mut room = (0, 0);
    for (ocid, releases, bytes) in sizes {
        if releases > most.0 || bytes > most.1 {
            return Err(too_large(&ocid, caps));
        }
        room = (room.0 - releases, room.1 - bytes);
        match parts.last_mut() {
            Some(part) if room.0 >= 0 && room.1 >= 0 => part.push(ocid),
            _ => {
                room = (RELEASES - releases, BYTES - bytes);
                parts.push(vec![ocid]);
            }
        }
    }
    Ok(parts)
}

/// What is said of a process beyond the caps.
pub(super) fn too_large(ocid: &str, caps: &Caps) -> IngestError {
    IngestError::new(
        IngestCode::ProcessTooLarge,
        format!(
            "the contracting process {ocid} has more than {} releases, or more than {} bytes of them: check that \
             they are releases of one process; if they really are, raise ingest.caps.max_process_releases or \
             max_process_bytes",
            caps.max_process_releases, caps.max_process_bytes
        ),
    )
}

/// Fetches the releases of some processes; marks those that a release of the document corrects, and leaves
/// them out.
pub(super) async fn gather(
    tx: &mut LoadTx,
    ocids: &[String],
    arrival: &mut Corrections,
) -> Result<Vec<Gathered>, IngestError> {
    let select = Query::select()
        .columns([
            release::Column::Id,
            release::Column::Ocid,
            release::Column::DocumentId,
            release::Column::ReleaseId,
            release::Column::DatedAt,
            release::Column::Tie,
            release::Column::Body,
        ])
        .from(release::Entity)
        .and_where(Expr::col(release::Column::Ocid).is_in(ocids.iter().map(String::as_str)))
        .and_where(Expr::col(release::Column::SupersededBy).is_null())
        .order_by(release::Column::Id, Order::Asc)
        .to_owned();
    let rows: Vec<Row> = tx.fetch(&select).await?;
    let mut processes: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows {
        processes.entry(row.1.clone()).or_default().push(row);
    }
    let mut gathered = Vec::with_capacity(processes.len());
    for (ocid, rows) in processes {
        let superseded = arrival.apply(tx, &rows).await?;
        let releases = rows
            .into_iter()
            .filter(|row| !superseded.contains(&row.0))
            .map(|(id, _, _, _, _, tie, body)| Kept { id, tie, body })
            .collect();
        gathered.push(Gathered { ocid, releases });
    }
    Ok(gathered)
}

/// Key, ocid, document, release id, instant, tie, body.
type Row = (i64, String, i64, Option<String>, Option<DateTime<Utc>>, i32, Vec<u8>);

/// Finds releases of earlier documents that releases of this one correct: same process, id and date, other
/// content. Releases that stand together in one document do not correct each other: some publishers number
/// different releases alike.
pub(super) struct Corrections {
    document_id: i64,
    /// Keys of earlier releases that this document holds, too, in order.
    held: Vec<i64>,
    /// Whether the document's releases are new; of one that is read again none is.
    active: bool,
    /// Releases that correct another.
    pub(super) corrected: u64,
}

impl Corrections {
    pub(super) fn new(document_id: i64, mut held: Vec<i64>, active: bool) -> Self {
        held.sort_unstable();
        Self { document_id, held, active, corrected: 0 }
    }

    /// Marks what is corrected among the releases of a process; gives their keys.
    async fn apply(&mut self, tx: &mut LoadTx, rows: &[Row]) -> Result<BTreeSet<i64>, IngestError> {
        let mut superseded = BTreeSet::new();
        if !self.active {
            return Ok(superseded);
        }
        let mut alike: BTreeMap<(&str, DateTime<Utc>), Alike> = BTreeMap::new();
        for (id, _, document_id, release_id, dated_at, ..) in rows {
            let (Some(release_id), Some(dated_at)) = (release_id, dated_at) else { continue };
            let alike = alike.entry((release_id, *dated_at)).or_default();
            if *document_id == self.document_id || self.held.binary_search(id).is_ok() {
                alike.here.push(*id);
            } else {
                alike.earlier.push(*id);
            }
        }
        for alike in alike.into_values() {
            // Where there are several on either side, the publisher numbers different releases alike.
            if let (&[by], &[id]) = (alike.here.as_slice(), alike.earlier.as_slice())
                && self.held.binary_search(&by).is_err()
            {
                supersede(tx, id, by).await?;
                superseded.insert(id);
                self.corrected += 1;
            }
        }
        Ok(superseded)
    }
}

/// Releases of one process, id and date: in this document, and in earlier ones alone.
#[derive(Default)]
struct Alike {
    here: Vec<i64>,
    earlier: Vec<i64>,
}

/// Marks a release as corrected by another, and gives that one its warning.
async fn supersede(tx: &mut LoadTx, id: i64, by: i64) -> Result<(), IngestError> {
    let update = Query::update()
        .table(release::Entity)
        .value(release::Column::SupersededBy, by)
        .and_where(Expr::col(release::Column::Id).eq(id))
        .to_owned();
    tx.execute(&update).await?;
    let select = Query::select()
        .column(release::Column::Warnings)
        .from(release::Entity)
        .and_where(Expr::col(release::Column::Id).eq(by))
        .to_owned();
    let rows: Vec<(String,)> = tx.fetch(&select).await?;
    let Some((before,)) = rows.into_iter().next() else { return Ok(()) };
    let code = WarningCode::ReleaseCorrected.code();
    // An array of objects as we wrote it: what is added goes before its closing bracket.
    let comma = if before == "[]" { "" } else { "," };
    let open = before.strip_suffix(']').unwrap_or("[");
    let after = format!(r#"{open}{comma}{{"code":"{code}","path":""}}]"#);
    let update = Query::update()
        .table(release::Entity)
        .value(release::Column::Warnings, after)
        .and_where(Expr::col(release::Column::Id).eq(by))
        .to_owned();
    tx.execute(&update).await?;
    Ok(())
}

fn widen(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
