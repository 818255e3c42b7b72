//! Institutions: public bodies with their org-ids.

mod aliases;
mod icb;
mod ods;
mod org_id_list;
mod ours;
mod register;
mod store;
mod store_groups;
mod ukprn;

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
};

use anchorhub_entities::{OrgId, institution::InstitutionKind};

use self::aliases::Alias;
pub(super) use self::store::store;
use super::{
    ReferenceKind, ReferenceReport, Refusal,
    rows::{Row, Rows},
};
use crate::{IngestCode, IngestError};

/// One institution as a file describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    org_id: OrgId,
    name: String,
    /// The publisher writes names in capitals: a known name that differs only in case is the better one.
    name_was_in_capitals: bool,
    kind: InstitutionKind,
    home_area: Option<String>,
    groups: Groups,
    /// Other names and identifiers; none when the file says nothing of them.
    aliases: Option<BTreeSet<Alias>>,
}

/// What a file says about the groups of an institution, by their codes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Groups {
    /// It belongs to these, and maybe to others.
    AtLeast(Vec<String>),
    /// It belongs to these and to no other.
    Exactly(Vec<String>),
}

impl Groups {
    fn unsaid() -> Self {
        Self::AtLeast(Vec::new())
    }

    fn codes(&self) -> &[String] {
        match self {
            Self::AtLeast(codes) | Self::Exactly(codes) => codes,
        }
    }
}

/// A publisher's way of writing institutions down.
trait Layout {
    /// Its name in reports.
    fn name(&self) -> &'static str;

    /// Whether the row that it was recognised by is a heading, not an institution.
    fn has_header(&self) -> bool {
        true
    }

    /// Reads one row.
    fn read(&mut self, row: &Row) -> Result<Entry, Refusal>;

    /// Completes what only the whole file can tell.
    fn complete(&self, _entry: &mut Entry) {}
}

/// Recognises a layout by the first row of a file.
type Recognise = fn(&Row) -> Option<Box<dyn Layout>>;

/// Every known layout; the first that recognises the first row is taken.
const LAYOUTS: [Recognise; 6] = [
    ours::recognise,
    register::recognise,
    org_id_list::recognise,
    icb::recognise,
    ukprn::recognise,
    ods::recognise,
];

/// The institutions of a file.
pub(super) struct Reading {
    entries: BTreeMap<OrgId, Entry>,
    report: ReferenceReport,
}

/// Reads and checks a whole file.
pub(super) fn read(mut rows: Rows<impl Read>) -> Result<Reading, IngestError> {
    let first = rows.first()?;
    let mut layout = LAYOUTS.iter().find_map(|recognise| recognise(&first)).ok_or_else(|| {
        IngestError::new(
            IngestCode::ReferenceInvalid,
            format!(
                "{}: no known layout of institutions has these columns. Known are: columns org_id,name,kind \
                 with home_area, group and aliases; the local authority register (local-authority-code, official-name, \
                 …); a list of org_id with gss_code; ICB codes (ICB24CD, ICB24CDH, ICB24NM); ukprn and name; \
                 NHS ODS etr.csv without a heading",
                rows.file()
            ),
        )
    })?;
    let mut report = ReferenceReport::new(ReferenceKind::Institutions, rows.file().to_owned(), layout.name());
    let mut entries: BTreeMap<OrgId, Entry> = BTreeMap::new();
    let mut taken: BTreeMap<Alias, OrgId> = BTreeMap::new();
    let mut next = if layout.has_header() { rows.next_row()? } else { Some(first) };
    while let Some(row) = next {
        report.count_row();
        match layout.read(&row) {
            Ok(entry) => match entries.get(&entry.org_id) {
                Some(known) if *known != entry => report.refuse(row.refuse(
                    "DUPLICATE",
                    format!("{} stands in an earlier row with other details: keep one", entry.org_id),
                )),
                _ => match shared_alias(&entry, &taken) {
                    Some(other) => report.refuse(row.refuse(
                        "ALIAS_SHARED",
                        format!("an alias stands with {other}, too: leave it to one of them, or to none"),
                    )),
                    None => {
                        let aliases = entry.aliases.iter().flatten();
                        taken.extend(aliases.map(|alias| (alias.clone(), entry.org_id.clone())));
                        entries.insert(entry.org_id.clone(), entry);
                    }
                },
            },
            Err(refusal) => report.refuse(refusal),
        }
        next = rows.next_row()?;
    }
    entries.values_mut().for_each(|entry| layout.complete(entry));
    report.require_records(entries.len())?;
    Ok(Reading { entries, report })
}

/// The other institution that an alias of this one stands with, too.
fn shared_alias<'t>(entry: &Entry, taken: &'t BTreeMap<Alias, OrgId>) -> Option<&'t OrgId> {
    let mut others = entry.aliases.iter().flatten().filter_map(|alias| taken.get(alias));
    others.find(|other| **other != entry.org_id)
}

/// Reads an org-id from a cell.
fn org_id(row: &Row, text: &str) -> Result<OrgId, Refusal> {
    text.parse().map_err(|error| row.refuse("ORG_ID_INVALID", format!("{error}")))
}

/// Reads a GSS code from a cell that may be empty.
fn home_area(row: &Row, text: &str) -> Result<Option<String>, Refusal> {
    if text.is_empty() { Ok(None) } else { super::areas::gss_code(row, text).map(Some) }
}
