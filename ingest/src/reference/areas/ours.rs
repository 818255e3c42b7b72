//! The hub's own simple layout: `code,kind,name,parent`; the parent may be left out.

use anchorhub_entities::area::AreaKind;

use super::{Entry, Layout, gss_code};
use crate::reference::{Refusal, rows::Row};

struct Ours {
    code: usize,
    kind: usize,
    name: usize,
    parent: Option<usize>,
}

pub(super) fn recognise(header: &Row) -> Option<Box<dyn Layout>> {
    Some(Box::new(Ours {
        code: header.find("code")?,
        kind: header.find("kind")?,
        name: header.find("name")?,
        parent: header.find("parent"),
    }))
}

impl Layout for Ours {
    fn name(&self) -> &'static str {
        "code,kind,name,parent"
    }

    fn read(&self, row: &Row) -> Result<Vec<Entry>, Refusal> {
        let kind = AreaKind::from_name(row.cell(self.kind)).ok_or_else(|| {
            let known: Vec<&str> = AreaKind::ALL.iter().map(|kind| kind.name()).collect();
            row.refuse(
                "KIND_UNKNOWN",
                format!("`{}` is no kind of area: write one of {}", row.cell(self.kind), known.join(", ")),
            )
        })?;
        let parent = self.parent.and_then(|column| row.filled(column));
        Ok(vec![Entry {
            code: gss_code(row, row.cell(self.code))?,
            kind,
            name: row.name(self.name)?.to_owned(),
            parent: parent.map(|code| gss_code(row, code)).transpose()?,
        }])
    }
}
