//! `etr.csv` of the NHS Organisation Data Service: NHS trusts, 27 columns, no heading.

use anchorhub_entities::institution::InstitutionKind;

use super::{Entry, Groups, Layout, org_id};
use crate::reference::{Refusal, rows::Row};

const CODE: usize = 0;
const NAME: usize = 1;
const NATIONAL_GROUPING: usize = 2;
const OPENED: usize = 10;
const CLOSED: usize = 11;

struct Trusts;

pub(super) fn recognise(first: &Row) -> Option<Box<dyn Layout>> {
    let code = first.cell(CODE);
    let code_fits = (3..=6).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let grouping_fits = first.cell(NATIONAL_GROUPING).strip_prefix('Y').is_some_and(is_digits);
    let opened_fits = first.cell(OPENED).len() == 8 && is_digits(first.cell(OPENED));
    (first.width() == 27 && code_fits && grouping_fits && opened_fits)
        .then(|| Box::new(Trusts) as Box<dyn Layout>)
}

impl Layout for Trusts {
    fn name(&self) -> &'static str {
        "NHS ODS trusts (etr.csv)"
    }

    fn has_header(&self) -> bool {
        false
    }

    fn read(&mut self, row: &Row) -> Result<Entry, Refusal> {
        if let Some(day) = row.filled(CLOSED) {
            return Err(row.refuse("NOT_CURRENT", format!("the trust was closed on {day}")));
        }
        Ok(Entry {
            org_id: org_id(row, &format!("GB-NHS-{}", row.cell(CODE)))?,
            name: in_title_case(row.name(NAME)?),
            name_was_in_capitals: true,
            kind: InstitutionKind::NhsTrust,
            home_area: None,
            groups: Groups::unsaid(),
            aliases: None,
        })
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Names as people write them: `THE ROYAL … NHS TRUST` becomes `The Royal … NHS Trust`.
fn in_title_case(name: &str) -> String {
    let words = name.split_whitespace().enumerate().map(|(i, word)| {
        let lower = word.to_lowercase();
        match lower.as_str() {
            "nhs" => "NHS".to_owned(),
            "and" | "of" | "for" | "the" | "with" | "in" | "on" if i > 0 => lower,
            _ => {
                let mut after_break = true;
                let capitals = lower.chars().flat_map(|c| {
                    let upper = std::mem::replace(&mut after_break, matches!(c, '-' | '(' | '/'));
                    if upper { c.to_uppercase().collect::<Vec<_>>() } else { vec![c] }
                });
                capitals.collect()
            }
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::in_title_case;

    #[test]
    fn capitals_become_a_name() {
        for (published, name) in [
            ("THE ROYAL WOLVERHAMPTON NHS TRUST", "The Royal Wolverhampton NHS Trust"),
            (
                "BIRMINGHAM WOMEN'S AND CHILDREN'S NHS FOUNDATION TRUST",
                "Birmingham Women's and Children's NHS Foundation Trust",
            ),
            ("STOKE-ON-TRENT (NORTH) NHS TRUST", "Stoke-On-Trent (North) NHS Trust"),
        ] {
            assert_eq!(in_title_case(published), name);
        }
    }
}
