//! Standard Industrial Classification 2007: lists of five-digit codes.

use anchorhub_store::Cell;

use super::{Layout, short};
use crate::{
    Kind,
    field::Headings,
    read::{Fault, Out},
    rows::Row,
    table::CATEGORY,
};

struct Codes {
    /// The code, or the code and its title in one: `62020 - Information technology consultancy activities`.
    code: usize,
    title: Option<usize>,
}

pub(super) fn recognise(headings: &Headings) -> Option<Box<dyn Layout>> {
    let together =
        headings.find(&["siccodesictext1", "siccodesictext"]).map(|code| Codes { code, title: None });
    let apart = || {
        Some(Codes {
            code: headings.find(&["siccode", "sic2007", "sic", "code"])?,
            title: Some(headings.find(&["description", "siccodedescription", "title", "sictext"])?),
        })
    };
    together.or_else(apart).map(|codes| Box::new(codes) as Box<dyn Layout>)
}

impl Layout for Codes {
    fn name(&self) -> &'static str {
        "SIC 2007"
    }

    fn kind(&self) -> Kind {
        Kind::Sic
    }

    fn version(&self) -> Option<String> {
        Some("2007".to_owned())
    }

    fn read(&mut self, row: Row<'_>, out: &mut Out) -> Result<(), Fault> {
        let cell = row.cell(self.code);
        let (code, title) = match self.title {
            Some(column) => (cell.as_ref(), row.cell(column)),
            None => cell
                .split_once(" - ")
                .map_or((cell.as_ref(), "".into()), |(code, title)| (code, title.into())),
        };
        let code = code.trim();
        if !code.bytes().all(|byte| byte.is_ascii_digit()) || code.len() != 5 {
            let (reason, message) = if code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit()) {
                ("SIC_OF_2003", "four digits are a code of SIC 2003: only those of 2007 are taken")
            } else {
                ("SIC_CODE_INVALID", "this is no code of SIC 2007: five digits")
            };
            return Err(row.refuse(reason, format!("`{}`: {message}", short(code))).into());
        }
        let title = title.trim();
        if title.is_empty() {
            return Err(row.refuse("NO_TITLE", "the code has no title").into());
        }
        let cells = [
            Cell::Text("SIC".to_owned()),
            Cell::Text(code.to_owned()),
            Cell::Text(title.to_owned()),
            Cell::Null,
        ];
        out.push(row.number, &CATEGORY, &cells)?;
        Ok(())
    }
}
