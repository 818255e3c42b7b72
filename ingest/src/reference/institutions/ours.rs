//! The hub's own simple layout: `org_id,name,kind,home_area,group,aliases`; the last three may be left out.

use anchorhub_entities::institution::InstitutionKind;

use super::{Entry, Groups, Layout, aliases, home_area, org_id};
use crate::reference::{Refusal, rows::Row};

struct Ours {
    org_id: usize,
    name: usize,
    kind: usize,
    home_area: Option<usize>,
    group: Option<usize>,
    aliases: Option<usize>,
}

pub(super) fn recognise(header: &Row) -> Option<Box<dyn Layout>> {
    Some(Box::new(Ours {
        org_id: header.find("org_id")?,
        name: header.find("name")?,
        kind: header.find("kind")?,
        home_area: header.find("home_area"),
        group: header.find("group"),
        aliases: header.find("aliases"),
    }))
}

impl Layout for Ours {
    fn name(&self) -> &'static str {
        "org_id,name,kind,home_area,group,aliases"
    }

    fn read(&mut self, row: &Row) -> Result<Entry, Refusal> {
        let kind = InstitutionKind::from_name(row.cell(self.kind)).ok_or_else(|| {
            let known: Vec<&str> = InstitutionKind::ALL.iter().map(|kind| kind.name()).collect();
            row.refuse(
                "KIND_UNKNOWN",
                format!(
                    "`{}` is no kind of institution: write one of {}",
                    row.cell(self.kind),
                    known.join(", ")
                ),
            )
        })?;
        Ok(Entry {
            org_id: org_id(row, row.cell(self.org_id))?,
            name: row.name(self.name)?.to_owned(),
            name_was_in_capitals: false,
            kind,
            home_area: home_area(row, self.home_area.map_or("", |column| row.cell(column)))?,
            groups: groups(row, self.group.map_or("", |column| row.cell(column)))?,
            aliases: aliases::read(row, self.aliases.map_or("", |column| row.cell(column)))?,
        })
    }
}

/// Group codes, with `;` between them. An empty cell leaves an institution in the groups that it has.
fn groups(row: &Row, text: &str) -> Result<Groups, Refusal> {
    let codes: Vec<String> =
        text.split(';').map(str::trim).filter(|code| !code.is_empty()).map(str::to_owned).collect();
    let sane = |code: &String| {
        code.len() <= 40 && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    match codes.iter().find(|code| !sane(code)) {
        Some(code) => Err(row.refuse(
            "GROUP_INVALID",
            format!(
                "`{code}` is no group code: letters, digits, - _ and . only, 40 at most, ; between codes"
            ),
        )),
        None if codes.is_empty() => Ok(Groups::unsaid()),
        None => Ok(Groups::Exactly(codes)),
    }
}
