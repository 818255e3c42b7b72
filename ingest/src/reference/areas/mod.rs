//! Areas: places with GSS codes, and what contains them.

mod ons;
mod ours;
mod store;

use std::{
    collections::{BTreeMap, btree_map},
    io::Read,
};

use anchorhub_entities::area::AreaKind;

pub(super) use self::{ons::without_year, store::store};
use super::{
    ReferenceKind, ReferenceReport, Refusal,
    rows::{Row, Rows},
};
use crate::{IngestCode, IngestError};

/// One area as a file describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    code: String,
    kind: AreaKind,
    name: String,
    parent: Option<String>,
}

/// A publisher's way of writing areas down. One row may speak of a district and of all that contains it.
trait Layout {
    /// Its name in reports.
    fn name(&self) -> &'static str;

    /// Reads one row.
    fn read(&self, row: &Row) -> Result<Vec<Entry>, Refusal>;
}

/// Recognises a layout by the first row of a file.
type Recognise = fn(&Row) -> Option<Box<dyn Layout>>;

/// Every known layout; the first that recognises the heading is taken.
const LAYOUTS: [Recognise; 2] = [ours::recognise, ons::recognise];

/// The areas of a file.
pub(super) struct Reading {
    entries: BTreeMap<String, Entry>,
    report: ReferenceReport,
}

/// Reads and checks a whole file.
pub(super) fn read(mut rows: Rows<impl Read>) -> Result<Reading, IngestError> {
    let first = rows.first()?;
    let layout = LAYOUTS.iter().find_map(|recognise| recognise(&first)).ok_or_else(|| {
        IngestError::new(
            IngestCode::ReferenceInvalid,
            format!(
                "{}: no known layout of areas has these columns. Known are: columns code,kind,name,parent; ONS \
                 lookups with pairs of columns such as LAD24CD, LAD24NM, CAUTH24CD, CAUTH24NM, RGN24CD, RGN24NM",
                rows.file()
            ),
        )
    })?;
    let mut report = ReferenceReport::new(ReferenceKind::Areas, rows.file().to_owned(), layout.name());
    let mut entries = BTreeMap::new();
    while let Some(row) = rows.next_row()? {
        report.count_row();
        let taken = layout
            .read(&row)
            .and_then(|read| read.into_iter().try_for_each(|entry| combine(&mut entries, entry, &row)));
        if let Err(refusal) = taken {
            report.refuse(refusal);
        }
    }
    report.require_records(entries.len())?;
    Ok(Reading { entries, report })
}

/// Adds what one more row says about an area; two rows must not contradict each other.
fn combine(entries: &mut BTreeMap<String, Entry>, entry: Entry, row: &Row) -> Result<(), Refusal> {
    match entries.entry(entry.code.clone()) {
        btree_map::Entry::Vacant(place) => {
            place.insert(entry);
        }
        btree_map::Entry::Occupied(mut place) => {
            let known = place.get_mut();
            let parents_agree = match (&known.parent, &entry.parent) {
                (Some(a), Some(b)) => a == b,
                _ => true,
            };
            if known.kind != entry.kind || known.name != entry.name || !parents_agree {
                return Err(row.refuse(
                    "CONTRADICTION",
                    format!("{} has another name, kind or parent in an earlier row", entry.code),
                ));
            }
            known.parent = known.parent.take().or(entry.parent);
        }
    }
    Ok(())
}

/// Reads a GSS code: a letter and eight digits, such as `E08000031`.
pub(super) fn gss_code(row: &Row, text: &str) -> Result<String, Refusal> {
    let code = text.to_ascii_uppercase();
    let fits = code.len() == 9
        && code.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase())
        && code.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    if fits {
        Ok(code)
    } else {
        Err(row.refuse(
            "AREA_CODE_INVALID",
            format!("`{text}` is no GSS code: a letter and eight digits, such as E08000031"),
        ))
    }
}
