//! The hub's own crosswalk: codes and labels with the CPV divisions that they stand for.

use anchorhub_identity::label_key;
use anchorhub_store::Cell;

use super::{Layout, short};
use crate::{
    Kind, Refusal,
    field::Headings,
    read::{Fault, Out},
    rows::Row,
    table::CATEGORY_MAPPING,
};

/// The divisions of CPV 2008.
pub(crate) const DIVISIONS: [&str; 45] = [
    "03", "09", "14", "15", "16", "18", "19", "22", "24", "30", "31", "32", "33", "34", "35", "37", "38",
    "39", "41", "42", "43", "44", "45", "48", "50", "51", "55", "60", "63", "64", "65", "66", "70", "71",
    "72", "73", "75", "76", "77", "79", "80", "85", "90", "92", "98",
];

const SCHEMES: [&str; 6] = ["CPV", "PROCLASS", "SIC", "SERCOP", "LEDGER", "OWN"];

struct Crosswalk {
    scheme: usize,
    publisher: usize,
    label: usize,
    division: usize,
    confidence: usize,
    basis: usize,
}

pub(super) fn recognise(headings: &Headings) -> Option<Box<dyn Layout>> {
    Some(Box::new(Crosswalk {
        scheme: headings.find(&["scheme"])?,
        publisher: headings.find(&["publisher"])?,
        label: headings.find(&["label"])?,
        division: headings.find(&["division"])?,
        confidence: headings.find(&["confidence"])?,
        basis: headings.find(&["basis"])?,
    }))
}

impl Layout for Crosswalk {
    fn name(&self) -> &'static str {
        "scheme,publisher,label,division,confidence,basis"
    }

    fn kind(&self) -> Kind {
        Kind::Crosswalk
    }

    fn read(&mut self, row: Row<'_>, out: &mut Out) -> Result<(), Fault> {
        let scheme = one_of(row, self.scheme, &SCHEMES, "SCHEME_UNKNOWN", "scheme")?;
        let division = one_of(row, self.division, &DIVISIONS, "DIVISION_UNKNOWN", "CPV division")?;
        let publisher = row.cell(self.publisher).to_ascii_uppercase();
        let org_id = publisher.is_empty() || (publisher.len() <= 64 && publisher.matches('-').count() >= 2);
        if !org_id {
            return Err(row
                .refuse(
                    "PUBLISHER_INVALID",
                    format!(
                        "`{}` is no org-id, such as GB-LAE-WLV: leave it empty for everyone",
                        short(&publisher)
                    ),
                )
                .into());
        }
        let label = label_key(&row.cell(self.label));
        if label.is_empty() || label.chars().count() > 400 {
            return Err(row
                .refuse("LABEL_INVALID", "the label is empty or longer than 400 characters")
                .into());
        }
        let text = row.cell(self.confidence);
        let confidence =
            text.parse::<i64>().ok().filter(|percent| (1..=100).contains(percent)).ok_or_else(|| {
                row.refuse(
                    "CONFIDENCE_INVALID",
                    format!("`{}` is no confidence: 1 to 100 percent", short(&text)),
                )
            })?;
        let cells = [
            Cell::Text(scheme),
            Cell::Text(publisher),
            Cell::Text(label),
            Cell::Text(division),
            Cell::Integer(confidence),
            Cell::Text(row.cell(self.basis).into_owned()),
        ];
        out.push(row.number, &CATEGORY_MAPPING, &cells)?;
        Ok(())
    }
}

/// A cell that must hold one of these.
fn one_of(
    row: Row<'_>,
    column: usize,
    known: &[&str],
    code: &'static str,
    what: &str,
) -> Result<String, Refusal> {
    let text = row.cell(column).to_ascii_uppercase();
    if known.contains(&text.as_str()) {
        return Ok(text);
    }
    Err(row.refuse(code, format!("`{}` is no {what}: one of {}", short(&text), known.join(", "))))
}
