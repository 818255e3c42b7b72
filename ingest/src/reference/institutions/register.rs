//! The register of local authorities of the United Kingdom: one row an authority, combined authorities
//! included, with the nation, the type and the combined authority that it belongs to.

use std::collections::HashMap;

use anchorhub_entities::institution::InstitutionKind;

use super::{Entry, Groups, Layout, home_area, org_id};
use crate::reference::{Refusal, rows::Row};

struct Register {
    code: usize,
    name: usize,
    gss_code: usize,
    nation: usize,
    kind: usize,
    combined_authority: usize,
    current: usize,
    /// GSS codes of the combined authorities, by the code that their members' rows give.
    combined_authorities: HashMap<String, String>,
}

pub(super) fn recognise(header: &Row) -> Option<Box<dyn Layout>> {
    Some(Box::new(Register {
        code: header.find("local-authority-code")?,
        name: header.find("official-name")?,
        gss_code: header.find("gss-code")?,
        nation: header.find("nation")?,
        kind: header.find("local-authority-type")?,
        combined_authority: header.find("combined-authority")?,
        current: header.find("current-authority")?,
        combined_authorities: HashMap::new(),
    }))
}

impl Layout for Register {
    fn name(&self) -> &'static str {
        "local authority register"
    }

    fn read(&mut self, row: &Row) -> Result<Entry, Refusal> {
        if row.cell(self.current).eq_ignore_ascii_case("false") {
            return Err(row.refuse("NOT_CURRENT", "the authority has been abolished"));
        }
        // The register keeps one list of codes; org-id.guide has one list for each nation.
        let list = match row.cell(self.nation) {
            "England" => "GB-LAE",
            "Scotland" => "GB-LAS",
            "Wales" => "GB-PLA",
            "Northern Ireland" => "GB-LANI",
            other => {
                return Err(row.refuse("NATION_UNKNOWN", format!("`{other}` is no nation of the register")));
            }
        };
        let code = row.cell(self.code);
        let area = home_area(row, row.cell(self.gss_code))?;
        let kind = match row.cell(self.kind) {
            "COMB" => InstitutionKind::CombinedAuthority,
            // The Greater London Authority.
            "SRA" => InstitutionKind::Other,
            _ => InstitutionKind::Council,
        };
        if let (InstitutionKind::CombinedAuthority, Some(area)) = (kind, &area) {
            self.combined_authorities.insert(code.to_owned(), area.clone());
        }
        let own_group = (kind == InstitutionKind::CombinedAuthority).then(|| code.to_owned());
        let group = row.filled(self.combined_authority).map(str::to_owned).or(own_group);
        Ok(Entry {
            org_id: org_id(row, &format!("{list}-{code}"))?,
            name: row.name(self.name)?.to_owned(),
            name_was_in_capitals: false,
            kind,
            home_area: area,
            groups: Groups::AtLeast(group.into_iter().collect()),
            aliases: None,
        })
    }

    /// Groups of the hub go by the GSS code of the combined authority, which may stand below its members.
    fn complete(&self, entry: &mut Entry) {
        let codes = entry.groups.codes().iter();
        let known = codes.filter_map(|code| self.combined_authorities.get(code).cloned()).collect();
        entry.groups = Groups::AtLeast(known);
    }
}
