//! The Common Procurement Vocabulary 2008: codes with or without check digit and parent.

use std::collections::HashSet;

use anchorhub_store::Cell;

use super::{Layout, short};
use crate::{
    Kind, Refusal,
    field::Headings,
    read::{Fault, Out},
    rows::Row,
    table::CATEGORY,
};

struct Vocabulary {
    code: usize,
    title: usize,
    parent: Option<usize>,
    /// Codes so far, for the parents of those whose file does not state them. The vocabulary has 9,454.
    seen: HashSet<String>,
}

pub(super) fn recognise(headings: &Headings) -> Option<Box<dyn Layout>> {
    Some(Box::new(Vocabulary {
        code: headings.find(&["code", "cpvcode"])?,
        title: headings.find(&["descriptionen", "en", "description", "title"])?,
        parent: headings.find(&["parent"]),
        seen: HashSet::new(),
    }))
}

/// Codes that are remembered; beyond that parents are only what the file states.
const REMEMBERED: usize = 100_000;

impl Layout for Vocabulary {
    fn name(&self) -> &'static str {
        "CPV 2008"
    }

    fn kind(&self) -> Kind {
        Kind::Cpv
    }

    fn version(&self) -> Option<String> {
        Some("2008".to_owned())
    }

    fn read(&mut self, row: Row<'_>, out: &mut Out) -> Result<(), Fault> {
        let code = code(row, &row.cell(self.code))?;
        let title =
            row.filled(Some(self.title)).ok_or_else(|| row.refuse("NO_TITLE", "the code has no title"))?;
        let stated = row.filled(self.parent).map(|text| self::code(row, &text)).transpose()?;
        let parent = stated.or_else(|| self.above(&code));
        let cells = [
            Cell::Text("CPV".to_owned()),
            Cell::Text(code.clone()),
            Cell::Text(title.into_owned()),
            parent.into(),
        ];
        out.push(row.number, &CATEGORY, &cells)?;
        if self.seen.len() < REMEMBERED {
            self.seen.insert(code);
        }
        Ok(())
    }
}

impl Vocabulary {
    /// The nearest code above that there is: with its last digits turned to zeros.
    fn above(&self, code: &str) -> Option<String> {
        let significant = code.trim_end_matches('0').len();
        (2..significant)
            .rev()
            .map(|length| format!("{:0<8}", &code[..length]))
            .find(|above| self.seen.contains(above))
    }
}

/// Eight digits; a check digit behind them is left out.
fn code(row: Row<'_>, text: &str) -> Result<String, Refusal> {
    let (code, check) = text.split_once('-').unwrap_or((text, "0"));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if code.len() == 8 && check.len() == 1 && is_digits(code) && is_digits(check) {
        return Ok(code.to_owned());
    }
    Err(row.refuse(
        "CPV_CODE_INVALID",
        format!("`{}` is no CPV code: eight digits, such as 45000000 or 45000000-7", short(text)),
    ))
}
