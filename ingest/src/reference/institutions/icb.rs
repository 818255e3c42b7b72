//! ONS names and codes of integrated care boards: `ICB24CD,ICB24CDH,ICB24NM`, with any year.

use anchorhub_entities::institution::InstitutionKind;

use super::{Entry, Groups, Layout, org_id};
use crate::reference::{Refusal, areas::without_year, rows::Row};

struct Icb {
    ods_code: usize,
    name: usize,
}

pub(super) fn recognise(header: &Row) -> Option<Box<dyn Layout>> {
    Some(Box::new(Icb {
        ods_code: header.position(|cell| without_year(cell) == "ICBCDH")?,
        name: header.position(|cell| without_year(cell) == "ICBNM")?,
    }))
}

impl Layout for Icb {
    fn name(&self) -> &'static str {
        "ONS integrated care boards"
    }

    fn read(&mut self, row: &Row) -> Result<Entry, Refusal> {
        Ok(Entry {
            org_id: org_id(row, &format!("GB-NHS-{}", row.cell(self.ods_code)))?,
            name: row.name(self.name)?.to_owned(),
            name_was_in_capitals: false,
            kind: InstitutionKind::NhsIcb,
            // A board's area is not one of the hub's kinds of area.
            home_area: None,
            groups: Groups::unsaid(),
            aliases: None,
        })
    }
}
