//! Whether a supplier is a voluntary, community or social enterprise.
//!
//! Only a source that says so makes it none: most that are neither a charity nor a community interest company say
//! nothing, and a company limited by guarantee may be either.

use super::{
    facts::{Entry, Facts},
    size::basis,
    tristate::{Basis, Judged, Said, judge},
};

/// Schemes of the three charity regulators: England and Wales, Scotland, Northern Ireland.
const CHARITY_REGISTERS: [&str; 3] = ["GB-CHC", "GB-SC", "GB-NIC"];

/// Company categories of Companies House that only such enterprises have.
const FORMS: [&str; 4] = [
    "COMMUNITY INTEREST COMPANY",
    "CHARITABLE INCORPORATED ORGANISATION",
    "COMMUNITY BENEFIT SOCIETY",
    "(CIC)",
];

/// Notices, then what buyers note, then charity numbers and legal forms.
pub(super) fn vcse(facts: &Facts) -> Judged {
    let mut said: Vec<Said> = facts
        .statements
        .iter()
        .filter_map(|statement| {
            Some(Said {
                answer: statement.vcse?,
                basis: basis(statement.source),
                on: statement.on,
                times: statement.times,
            })
        })
        .collect();
    let charities = facts.identifiers.iter().filter(|one| CHARITY_REGISTERS.contains(&one.scheme.as_str()));
    said.extend(charities.map(|charity| {
        let entry = facts
            .entries
            .iter()
            .find(|entry| entry.scheme == charity.scheme && entry.number == charity.value);
        Said { answer: true, basis: Basis::CharityRegister, on: entry.and_then(|entry| entry.on), times: 1 }
    }));
    let by_form = facts.entries.iter().filter(|entry| has_form(entry)).map(|entry| entry.on);
    let by_name = is_named_so(&facts.name).then_some(None);
    said.extend(by_form.chain(by_name).map(|on| Said {
        answer: true,
        basis: Basis::LegalForm,
        on,
        times: 1,
    }));
    judge(&said)
}

fn has_form(entry: &Entry) -> bool {
    let category = entry.category.as_deref().unwrap_or_default().to_uppercase();
    entry.scheme == "GB-COH" && FORMS.iter().any(|form| category.contains(form))
}

/// Whether a name ends with the legal form, as the law makes such companies do (Companies (Audit, Investigations and
/// Community Enterprise) Act 2004, section 33).
fn is_named_so(name: &str) -> bool {
    let letters: String = name.to_uppercase().chars().filter(|c| *c != '.').collect();
    let words: Vec<&str> =
        letters.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    matches!(
        words.as_slice(),
        [_, .., "CIC" | "CIO" | "SCIO"]
            | [_, .., "COMMUNITY", "INTEREST", "COMPANY"]
            | [_, .., "CHARITABLE", "INCORPORATED", "ORGANISATION"]
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::facts::{Believed, Source, Statement};

    #[test]
    fn charities_and_forms_are_such_enterprises() {
        let charity = Believed { scheme: "GB-CHC".to_owned(), value: "1049226".to_owned(), score: 900 };
        let facts = Facts { identifiers: vec![charity], ..Facts::default() };
        assert_eq!(vcse(&facts).basis, Some(Basis::CharityRegister));
        for (category, answer) in [
            ("Community Interest Company", Some(true)),
            ("Private Limited Company (CIC)", Some(true)),
            ("PRI/LTD BY GUAR/NSC (Private, limited by guarantee, no share capital)", None),
            ("Private Limited Company", None),
        ] {
            let entry = Entry {
                scheme: "GB-COH".to_owned(),
                category: Some(category.to_owned()),
                ..Entry::default()
            };
            let facts = Facts { entries: vec![entry], ..Facts::default() };
            assert_eq!(vcse(&facts).answer, answer, "{category}");
        }
    }

    #[test]
    fn names_end_with_their_form() {
        for (name, answer) in [
            ("Green Lanes CIC", Some(true)),
            ("GREEN LANES C.I.C.", Some(true)),
            ("Green Lanes Community Interest Company", Some(true)),
            ("CIC", None),
            ("CIC Insurance Ltd", None),
            ("Green Lanes Ltd", None),
        ] {
            let facts = Facts { name: name.to_owned(), ..Facts::default() };
            assert_eq!(vcse(&facts).answer, answer, "{name}");
        }
    }

    #[test]
    fn a_notice_that_denies_it_is_believed_and_the_conflict_told() {
        let statement =
            Statement { source: Source::Notice, sme: None, vcse: Some(false), on: None, times: 1 };
        let facts =
            Facts { name: "Green Lanes CIC".to_owned(), statements: vec![statement], ..Facts::default() };
        let judged = vcse(&facts);
        assert_eq!((judged.answer, judged.basis, judged.conflict), (Some(false), Some(Basis::Notice), true));
    }
}
