//! Lists of education providers with their UKPRN and HESA code.

use anchorhub_entities::institution::InstitutionKind;

use super::{Entry, Groups, Layout, org_id};
use crate::reference::{Refusal, rows::Row};

struct Providers {
    ukprn: usize,
    name: usize,
    hesa_code: Option<usize>,
    closed: Option<usize>,
}

pub(super) fn recognise(header: &Row) -> Option<Box<dyn Layout>> {
    Some(Box::new(Providers {
        ukprn: header.find("ukprn")?,
        name: header.find("name")?,
        hesa_code: header.find("hesa_code"),
        closed: header.find("closed"),
    }))
}

impl Layout for Providers {
    fn name(&self) -> &'static str {
        "education providers with UKPRN"
    }

    fn read(&mut self, row: &Row) -> Result<Entry, Refusal> {
        if self.closed.is_some_and(|column| row.filled(column).is_some()) {
            return Err(row.refuse("NOT_CURRENT", "the provider has closed"));
        }
        let ukprn = row
            .filled(self.ukprn)
            .ok_or_else(|| row.refuse("NO_IDENTIFIER", "the UKPRN is empty: the provider has no org-id"))?;
        if ukprn.len() != 8 || !ukprn.starts_with("100") || !ukprn.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(
                row.refuse("UKPRN_INVALID", format!("`{ukprn}` is no UKPRN: eight digits from 10000000"))
            );
        }
        let name = row.name(self.name)?;
        Ok(Entry {
            org_id: org_id(row, &format!("GB-UKPRN-{ukprn}"))?,
            name: name.to_owned(),
            name_was_in_capitals: false,
            kind: kind(name, self.hesa_code.map_or("", |column| row.cell(column))),
            home_area: None,
            groups: Groups::unsaid(),
            aliases: None,
        })
    }
}

/// HESA gave the codes below 0200 to the publicly funded institutions of higher education, of which some are
/// called colleges; later codes say nothing, so that the name has to.
fn kind(name: &str, hesa_code: &str) -> InstitutionKind {
    let lower = name.to_lowercase();
    let says = |words: [&str; 2]| words.iter().any(|word| lower.contains(word));
    if says(["universit", "prifysgol"]) || hesa_code.parse::<u32>().is_ok_and(|code| code < 200) {
        InstitutionKind::University
    } else if says(["college", "coleg"]) {
        InstitutionKind::College
    } else {
        InstitutionKind::Other
    }
}
