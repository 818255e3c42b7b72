//! The hub's own list of groups: which body belongs to which, and who states it.

use std::borrow::Cow;

use anchorhub_identity::identifier;
use anchorhub_store::Cell;

use super::{Layout, short};
use crate::{
    Kind, Refusal,
    field::Headings,
    read::{Fault, Out},
    rows::Row,
    table::ORGANISATION_GROUP,
};

struct Groups {
    member: [usize; 2],
    parent: [usize; 2],
    parent_name: Option<usize>,
    source: usize,
}

pub(super) fn recognise(headings: &Headings) -> Option<Box<dyn Layout>> {
    Some(Box::new(Groups {
        member: [headings.find(&["scheme"])?, headings.find(&["number"])?],
        parent: [headings.find(&["parentscheme"])?, headings.find(&["parentnumber"])?],
        parent_name: headings.find(&["parentname"]),
        source: headings.find(&["source"])?,
    }))
}

impl Layout for Groups {
    fn name(&self) -> &'static str {
        "scheme,number,parent_scheme,parent_number,parent_name,source"
    }

    fn kind(&self) -> Kind {
        Kind::Groups
    }

    fn read(&mut self, row: Row<'_>, out: &mut Out) -> Result<(), Fault> {
        let [scheme, number] = body(row, self.member)?;
        let [parent_scheme, parent_number] = body(row, self.parent)?;
        if (&scheme, &number) == (&parent_scheme, &parent_number) {
            return Err(row
                .refuse("OWN_PARENT", format!("{scheme}-{number} cannot be its own parent"))
                .into());
        }
        let source = row.filled(Some(self.source)).ok_or_else(|| {
            row.refuse("NO_SOURCE", "nobody is named who states it: fill the column source")
        })?;
        let cells = [
            Cell::Text(scheme),
            Cell::Text(number),
            Cell::Text(parent_scheme),
            Cell::Text(parent_number),
            row.filled(self.parent_name).map(Cow::into_owned).into(),
            Cell::Text(source.into_owned()),
        ];
        out.push(row.number, &ORGANISATION_GROUP, &cells)?;
        Ok(())
    }
}

fn body(row: Row<'_>, [scheme, number]: [usize; 2]) -> Result<[String; 2], Refusal> {
    let (scheme, number) = (row.cell(scheme), row.cell(number));
    match identifier::read(&scheme, &number) {
        Ok(read) => Ok([read.scheme.to_string(), read.value]),
        Err(problem) => {
            let (scheme, number) = (short(&scheme), short(&number));
            Err(row.refuse("IDENTIFIER_INVALID", format!("`{scheme}` `{number}`: {problem}")))
        }
    }
}
