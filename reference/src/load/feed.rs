//! Sorted rows as batches, without those whose key was there before.

use std::collections::HashSet;

use anchorhub_store::Cell;
use tokio::sync::mpsc::Sender;

use crate::{
    ReferenceCode, ReferenceError, Refusal, Report,
    read::Reading,
    sort::{Entry, Sorter},
    table::Table,
};

/// Rows of one transaction.
pub(super) struct Batch {
    pub(super) table: &'static Table,
    pub(super) rows: Vec<Vec<Cell>>,
    /// Packed bytes, for progress.
    pub(super) bytes: u64,
}

/// How feeding ended.
pub(super) enum Fed {
    /// Everything was handed over.
    All(Box<Report>),
    /// Whoever writes wants no more.
    Part,
}

/// Rows of one transaction: a fraction of a second.
const ROWS: usize = 20_000;

/// Bytes of one transaction, packed.
const BYTES: u64 = 8 << 20;

/// Rows of a file that repeat a key; with more, the file is another than it seems.
const REPEATED: usize = 1_000_000;

/// Hands all rows over, table by table, each in the order of its key.
pub(super) fn feed(
    reading: Reading,
    edition_id: i32,
    batches: &Sender<Batch>,
) -> Result<Fed, ReferenceError> {
    let mut repeated = HashSet::new();
    let mut report = reading.report;
    for (place, (table, sorter)) in reading.tables.into_iter().enumerate() {
        let empty = || Batch { table, rows: Vec::with_capacity(ROWS), bytes: 0 };
        let mut batch = empty();
        let mut wanted = true;
        once_each(sorter, &mut repeated, (place == 0).then_some(&mut report), &mut |entry| {
            let cells =
                entry.cells().ok_or_else(|| ReferenceError::internal("a temporary file is damaged"))?;
            let mut row = Vec::with_capacity(table.columns.len());
            row.push(Cell::Integer(edition_id.into()));
            row.extend(cells);
            batch.rows.push(row);
            batch.bytes += entry.bytes();
            if batch.rows.len() >= ROWS || batch.bytes >= BYTES {
                wanted = batches.blocking_send(std::mem::replace(&mut batch, empty())).is_ok();
            }
            Ok(wanted)
        })?;
        if !wanted || (!batch.rows.is_empty() && batches.blocking_send(batch).is_err()) {
            return Ok(Fed::Part);
        }
    }
    Ok(Fed::All(Box::new(report)))
}

/// Looks at all rows and hands none over.
pub(super) fn drain(reading: Reading) -> Result<Report, ReferenceError> {
    let mut repeated = HashSet::new();
    let mut report = reading.report;
    for (place, (_, sorter)) in reading.tables.into_iter().enumerate() {
        once_each(sorter, &mut repeated, (place == 0).then_some(&mut report), &mut |entry| {
            entry.cells().map(|_| true).ok_or_else(|| ReferenceError::internal("a temporary file is damaged"))
        })?;
    }
    Ok(report)
}

/// Gives every row whose key is new. The first table says which rows of the file repeat a key: they are refused, and
/// left out of the other tables.
fn once_each(
    sorter: Sorter,
    repeated: &mut HashSet<u64>,
    mut report: Option<&mut Report>,
    take: &mut dyn FnMut(&Entry) -> Result<bool, ReferenceError>,
) -> Result<(), ReferenceError> {
    let mut sorted = sorter.finish()?;
    let failed = |error: std::io::Error| {
        ReferenceError::new(ReferenceCode::Io, format!("a temporary file cannot be read: {error}"))
    };
    let mut last: Option<Entry> = None;
    while let Some(entry) = sorted.next_entry().map_err(failed)? {
        if let Some(first) = last.as_ref().filter(|last| last.same_key(&entry)) {
            let Some(report) = report.as_deref_mut() else { continue };
            if repeated.len() >= REPEATED {
                return Err(ReferenceError::new(
                    ReferenceCode::WrongKind,
                    "a million rows repeat others: are these several files in one?",
                ));
            }
            repeated.insert(entry.row());
            report.taken = report.taken.saturating_sub(1);
            report.refuse(Refusal {
                row: entry.row(),
                code: "DUPLICATE",
                message: format!("row {} has the same key: keep one of them", first.row()),
            });
            continue;
        }
        if report.is_none() && repeated.contains(&entry.row()) {
            continue;
        }
        if !take(&entry)? {
            return Ok(());
        }
        last = Some(entry);
    }
    Ok(())
}
