//! Lists of local authorities' org-ids beside their GSS codes.

use anchorhub_entities::institution::InstitutionKind;

use super::{Entry, Groups, Layout, home_area, org_id};
use crate::reference::{Refusal, rows::Row};

struct OrgIdList {
    org_id: usize,
    name: usize,
    gss_code: usize,
    active: Option<usize>,
}

pub(super) fn recognise(header: &Row) -> Option<Box<dyn Layout>> {
    Some(Box::new(OrgIdList {
        org_id: header.find("org_id")?,
        name: header.find("name")?,
        gss_code: header.find("gss_code")?,
        active: header.find("active"),
    }))
}

impl Layout for OrgIdList {
    fn name(&self) -> &'static str {
        "org-ids of local authorities with GSS codes"
    }

    fn read(&mut self, row: &Row) -> Result<Entry, Refusal> {
        if self.active.is_some_and(|column| row.cell(column).eq_ignore_ascii_case("false")) {
            return Err(row.refuse("NOT_CURRENT", "the authority has been abolished"));
        }
        let area = home_area(row, row.cell(self.gss_code))?;
        let kind = match area.as_deref().and_then(|code| code.get(..3)) {
            Some("E47") => InstitutionKind::CombinedAuthority,
            // A region: the Greater London Authority.
            Some("E12") => InstitutionKind::Other,
            _ => InstitutionKind::Council,
        };
        Ok(Entry {
            org_id: org_id(row, row.cell(self.org_id))?,
            name: row.name(self.name)?.to_owned(),
            name_was_in_capitals: false,
            kind,
            home_area: area,
            groups: Groups::unsaid(),
            aliases: None,
        })
    }
}
