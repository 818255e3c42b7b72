//! Corrections of recognition for one publisher: data in TOML, never code.

use std::{collections::BTreeMap, path::Path};

use anchorhub_entities::VatBasis;
use serde::Deserialize;

use crate::{
    IngestCode, IngestError,
    decode::{Row, TextEncoding, TextHints},
    recognise::{Assigned, DateOrder, RegisterRole, Role},
};

/// What a column can mean: each kind of table has its own meanings, and adapters know them by name.
pub(crate) trait Meaning: Copy + Ord {
    /// The meaning with a name.
    fn from_name(name: &str) -> Option<Self>;
}

/// What an adapter file may say. Everything is optional; what it does not say is recognised.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct AdapterFile {
    #[serde(default)]
    description: String,
    encoding: Option<String>,
    delimiter: Option<String>,
    header_row: Option<u32>,
    date_order: Option<String>,
    vat_basis: Option<String>,
    #[serde(default)]
    skip_sheets: Vec<String>,
    #[serde(default)]
    columns: BTreeMap<String, ColumnRef>,
}

/// A column by its heading or by its position.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum ColumnRef {
    /// Heading as published; white space and case do not matter.
    Heading(String),
    /// Position from 1; 0 means that the table has no such column.
    Position(usize),
}

/// Corrections for one feed.
#[derive(Clone, Debug, Default)]
pub struct Adapter {
    /// What it is for.
    pub description: String,
    /// Encoding and delimiter of text files.
    pub hints: TextHints,
    /// Row of the headings, as a spreadsheet numbers it.
    pub header_row: Option<u32>,
    /// Day or month first.
    pub date_order: Option<DateOrder>,
    /// VAT basis of the amounts.
    pub vat_basis: Option<VatBasis>,
    /// Sheets that hold nothing to be read.
    pub skip_sheets: Vec<String>,
    columns: BTreeMap<String, ColumnRef>,
}

impl Adapter {
    /// Reads an adapter file.
    pub fn load(path: &Path) -> Result<Self, IngestError> {
        let text = std::fs::read_to_string(path).map_err(|error| IngestError::io(&error, path))?;
        Self::parse(&text).map_err(|message| {
            IngestError::new(IngestCode::AdapterInvalid, format!("{}: {message}", path.display()))
        })
    }

    /// Reads the text of an adapter file.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: AdapterFile = toml::from_str(text).map_err(|error| error.to_string())?;
        let encoding = match &file.encoding {
            None => None,
            Some(name) => {
                Some(TextEncoding::from_name(name).ok_or_else(|| format!("encoding `{name}` is not known"))?)
            }
        };
        let delimiter = match file.delimiter.as_deref() {
            None => None,
            Some("tab") => Some(b'\t'),
            Some(text) if text.len() == 1 => text.bytes().next(),
            Some(text) => return Err(format!("delimiter `{text}` must be one ASCII character or `tab`")),
        };
        let date_order = match file.date_order.as_deref() {
            None => None,
            Some("day_first") => Some(DateOrder::DayFirst),
            Some("month_first") => Some(DateOrder::MonthFirst),
            Some(other) => return Err(format!("date_order `{other}` must be day_first or month_first")),
        };
        let vat_basis = match &file.vat_basis {
            None => None,
            Some(name) => Some(
                VatBasis::from_name(name)
                    .ok_or_else(|| format!("vat_basis `{name}` must be NET, GROSS or UNKNOWN"))?,
            ),
        };
        let unknown = file
            .columns
            .keys()
            .find(|name| Role::from_name(name).is_none() && RegisterRole::from_name(name).is_none());
        if let Some(name) = unknown {
            return Err(format!("no column has the meaning `{name}`: docs/partner.md lists them"));
        }
        Ok(Self {
            description: file.description,
            hints: TextHints { encoding, delimiter },
            header_row: file.header_row,
            date_order,
            vat_basis,
            skip_sheets: file.skip_sheets,
            columns: file.columns,
        })
    }

    /// Whether a row holds every heading that the adapter names: then it is the heading row, whatever else it
    /// looks like.
    pub(crate) fn finds_headings(&self, row: &Row) -> bool {
        let mut named = self.columns.values().filter_map(|reference| match reference {
            ColumnRef::Heading(text) => Some(fold(text)),
            ColumnRef::Position(_) => None,
        });
        let mut any = false;
        named.all(|heading| {
            any = true;
            row.cells().any(|cell| fold(cell) == heading)
        }) && any
    }

    /// Puts the meanings of columns right.
    pub(crate) fn correct<M: Meaning>(&self, headings: &[String], assigned: &mut BTreeMap<M, Assigned>) {
        for (name, reference) in &self.columns {
            let Some(role) = M::from_name(name) else { continue };
            let column = match reference {
                ColumnRef::Position(0) => {
                    assigned.remove(&role);
                    continue;
                }
                ColumnRef::Position(position) => Some(position - 1),
                ColumnRef::Heading(text) => headings.iter().position(|heading| fold(heading) == fold(text)),
            };
            if let Some(column) = column {
                assigned.retain(|other, taken| *other == role || taken.column != column);
                assigned.insert(role, Assigned { column, confidence: 1.0 });
            }
        }
    }
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corrections_win_over_recognition() {
        let adapter =
            Adapter::parse("header_row = 3\n[columns]\nsupplier = \" Paid  to \"\namount = 4\ndate = 0\n")
                .unwrap();
        let mut assigned = BTreeMap::from([
            (Role::Date, Assigned { column: 0, confidence: 0.9 }),
            (Role::Purpose, Assigned { column: 1, confidence: 0.9 }),
        ]);
        adapter.correct(&["Day".into(), "Paid To".into()], &mut assigned);
        assert_eq!(assigned.keys().copied().collect::<Vec<_>>(), [Role::Supplier, Role::Amount]);
        assert_eq!((assigned[&Role::Supplier].column, assigned[&Role::Amount].column), (1, 3));
    }

    #[test]
    fn mistakes_are_named() {
        assert!(Adapter::parse("colour = 1").unwrap_err().contains("colour"));
        assert!(Adapter::parse("vat_basis = \"NETT\"").unwrap_err().contains("NETT"));
        assert!(Adapter::parse("[columns]\ncolour = 1").unwrap_err().contains("colour"));
    }
}
