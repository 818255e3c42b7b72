//! ProClass, the procurement classification of local authorities: three levels of titles, codes of six digits.

use std::collections::HashMap;

use anchorhub_store::Cell;

use super::{Layout, short};
use crate::{
    Kind, ReferenceError,
    field::Headings,
    read::{Fault, Out},
    rows::Row,
    table::CATEGORY,
};

struct Classification {
    code: usize,
    levels: [usize; 3],
    /// Codes by their titles: what is above stands anywhere in the file.
    codes: HashMap<Vec<String>, String>,
    taken: Vec<(u64, String, Vec<String>)>,
}

pub(super) fn recognise(headings: &Headings) -> Option<Box<dyn Layout>> {
    Some(Box::new(Classification {
        code: headings.find(&["code", "proclasscode"])?,
        levels: [headings.find(&["level1"])?, headings.find(&["level2"])?, headings.find(&["level3"])?],
        codes: HashMap::new(),
        taken: Vec::new(),
    }))
}

/// The classification has some six hundred codes.
const MOST: usize = 20_000;

impl Layout for Classification {
    fn name(&self) -> &'static str {
        "ProClass"
    }

    fn kind(&self) -> Kind {
        Kind::Proclass
    }

    fn read(&mut self, row: Row<'_>, _out: &mut Out) -> Result<(), Fault> {
        let code = row.cell(self.code);
        if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(row
                .refuse(
                    "PROCLASS_CODE_INVALID",
                    format!("`{}` is no ProClass code: six digits", short(&code)),
                )
                .into());
        }
        let titles: Vec<String> = self
            .levels
            .iter()
            .map_while(|column| row.filled(Some(*column)))
            .map(|title| title.into_owned())
            .collect();
        if titles.is_empty() {
            return Err(row.refuse("NO_TITLE", "the code has no title").into());
        }
        if self.taken.len() >= MOST {
            return Err(row.refuse("TOO_MANY", "no edition of ProClass has more than 20,000 codes").into());
        }
        self.codes.entry(titles.clone()).or_insert_with(|| code.clone().into_owned());
        self.taken.push((row.number, code.into_owned(), titles));
        Ok(())
    }

    fn finish(&mut self, out: &mut Out) -> Result<(), ReferenceError> {
        for (row, code, titles) in std::mem::take(&mut self.taken) {
            let above = (1..titles.len()).rev().find_map(|length| self.codes.get(&titles[..length]));
            let cells = [
                Cell::Text("PROCLASS".to_owned()),
                Cell::Text(code),
                titles.last().cloned().into(),
                above.cloned().into(),
            ];
            out.push(row, &CATEGORY, &cells)?;
        }
        Ok(())
    }
}
