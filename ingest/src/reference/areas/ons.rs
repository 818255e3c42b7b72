//! ONS lookups: pairs of code and name columns for areas that contain each other, such as
//! `LAD24CD,LAD24NM,CAUTH24CD,CAUTH24NM,RGN24CD,RGN24NM`, with any year or none.

use anchorhub_entities::area::AreaKind;

use super::{Entry, Layout, gss_code};
use crate::reference::{Refusal, rows::Row};

/// Column families from the smallest area to the largest. A county stands inside a combined authority, not
/// the other way round.
const LEVELS: [(&str, AreaKind); 7] = [
    ("LAD", AreaKind::District),
    ("UTLA", AreaKind::County),
    ("CTYUA", AreaKind::County),
    ("CTY", AreaKind::County),
    ("CAUTH", AreaKind::CombinedAuthority),
    ("RGN", AreaKind::Region),
    ("CTRY", AreaKind::Country),
];

struct Lookup {
    /// Kind, code column, name column; from the smallest area to the largest.
    levels: Vec<(AreaKind, usize, usize)>,
    current: Option<usize>,
}

/// A heading without its year: `LAD24CD` and `ladcd` are both `LADCD`.
pub(in crate::reference) fn without_year(heading: &str) -> String {
    heading.chars().filter(|c| !c.is_ascii_digit()).map(|c| c.to_ascii_uppercase()).collect()
}

pub(super) fn recognise(header: &Row) -> Option<Box<dyn Layout>> {
    let find = |wanted: String| header.position(|cell| without_year(cell) == wanted);
    let levels: Vec<_> = LEVELS
        .iter()
        .filter_map(|(family, kind)| {
            Some((*kind, find(format!("{family}CD"))?, find(format!("{family}NM"))?))
        })
        .collect();
    if levels.is_empty() {
        return None;
    }
    Some(Box::new(Lookup { levels, current: header.find("Current") }))
}

impl Layout for Lookup {
    fn name(&self) -> &'static str {
        "ONS lookup"
    }

    fn read(&self, row: &Row) -> Result<Vec<Entry>, Refusal> {
        if self.current.is_some_and(|column| row.cell(column).eq_ignore_ascii_case("false")) {
            return Err(row.refuse("NOT_CURRENT", "the area has been abolished"));
        }
        let mut areas: Vec<Entry> = Vec::new();
        for &(kind, code, name) in self.levels.iter().rev() {
            let Some(code) = row.filled(code) else { continue };
            let code = gss_code(row, code)?;
            // Columns of upper-tier authorities name the district again where it has no county above it;
            // E10 and E11 are counties.
            if kind == AreaKind::County && !code.starts_with("E10") && !code.starts_with("E11") {
                continue;
            }
            // Pseudo codes mean that there is no such area here.
            if code.ends_with("99999999") {
                continue;
            }
            let parent = areas.last().map(|larger| larger.code.clone());
            areas.push(Entry { code, kind, name: row.name(name)?.to_owned(), parent });
        }
        if areas.is_empty() {
            return Err(row.refuse("NO_AREA", "the row names no area"));
        }
        Ok(areas)
    }
}
