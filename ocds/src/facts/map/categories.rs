//! What is bought, by classifications.

use std::collections::{HashMap, HashSet};

use super::read;
use crate::{
    facts::Category,
    json::{Object, Value},
};

/// The scheme of the Common Procurement Vocabulary.
const CPV: &str = "CPV";

/// All classifications of a tender and of its items, the main one first and marked.
pub(super) fn all(tender: &Object, items: &[&Object]) -> Vec<Category> {
    let main = main_of(tender).or_else(|| items.iter().find_map(|item| main_of(item)));
    let stated = std::iter::once(tender).chain(items.iter().copied()).flat_map(stated_of);
    let mut categories: Vec<Category> = Vec::new();
    let mut seen = HashSet::new();
    for (scheme, code) in main.iter().map(|code| (CPV.to_owned(), code.clone())).chain(stated) {
        let is_main = categories.is_empty() && main.is_some();
        if seen.insert((scheme.clone(), code.clone())) {
            categories.push(Category { scheme, code, main: is_main });
        }
    }
    categories
}

/// The main CPV code of each lot that has one: that of the first of its items that has one.
pub(super) fn by_lot(items: &[&Object]) -> HashMap<String, String> {
    let mut codes = HashMap::new();
    for item in items {
        let Some(code) = main_of(item) else { continue };
        let lots =
            read::reference(item, "relatedLot").into_iter().chain(read::references(item, "relatedLots"));
        for lot in lots {
            codes.entry(lot).or_insert_with(|| code.clone());
        }
    }
    codes
}

/// The main CPV code of a tender or an item: its classification, else the first of the additional ones, which
/// is all that Find a Tender gives.
pub(super) fn main_of(stated: &Object) -> Option<String> {
    stated_of(stated).find(|(scheme, _)| scheme == CPV).map(|(_, code)| code)
}

fn stated_of(stated: &Object) -> impl Iterator<Item = (String, String)> {
    let additional = read::objects(stated, "additionalClassifications");
    stated.object("classification").into_iter().chain(additional).filter_map(code)
}

fn code(classification: &Object) -> Option<(String, String)> {
    let scheme = read::key_text(classification.str("scheme")?).to_uppercase();
    let id = read::id(classification)?;
    if scheme == CPV {
        let is_number = matches!(classification.get("id"), Some(Value::Number(_)));
        return cpv(&id, is_number).map(|code| (scheme, code));
    }
    let code = read::key_text(&id);
    (!scheme.is_empty() && !code.is_empty()).then_some((scheme, code))
}

/// The 8 digits of a CPV code, without the check digit: `90511000-2` is `90511000`. A number has lost its
/// leading zero.
fn cpv(text: &str, is_number: bool) -> Option<String> {
    let digits = text.split('-').next()?.trim();
    let padded = if is_number && digits.len() == 7 { format!("0{digits}") } else { digits.to_owned() };
    (padded.len() == 8 && padded.bytes().all(|byte| byte.is_ascii_digit())).then_some(padded)
}

#[cfg(test)]
mod tests {
    use super::{super::tests::facts, *};

    #[test]
    fn cpv_codes_have_8_digits() {
        assert_eq!(cpv("90511000-2", false).as_deref(), Some("90511000"));
        assert_eq!(cpv("9323000", true).as_deref(), Some("09323000"));
        assert_eq!(cpv("9323000", false), None);
        assert_eq!(cpv("905110002", false), None);
        assert_eq!(cpv("9051100A", false), None);
        assert_eq!(cpv("", false), None);
    }

    #[test]
    fn the_classification_of_the_tender_is_the_main_one() {
        let told = |members: &str| -> Vec<String> {
            let facts = facts(&[members]);
            assert_eq!(
                facts.cpv,
                facts.categories.iter().find(|known| known.main).map(|known| known.code.clone())
            );
            let mark = |main: bool| if main { "*" } else { "" };
            facts
                .categories
                .iter()
                .map(|known| format!("{}{} {}", mark(known.main), known.scheme, known.code))
                .collect()
        };
        assert_eq!(
            told(
                r#""tender": {"classification": {"scheme": "cpv", "id": 9323000},
                "additionalClassifications": [{"scheme": "CPV", "id": "79314000"}, {"scheme": "PROCLASS", "id": "310000"}],
                "items": [{"id": 1, "additionalClassifications": [{"scheme": "CPV", "id": "79314000"}]}]}"#
            ),
            ["*CPV 09323000", "CPV 79314000", "PROCLASS 310000"]
        );
        assert_eq!(
            told(
                r#""tender": {"items": [{"id": 1}, {"id": 2, "additionalClassifications": {"scheme": "CPV", "id": "79314000"}}]}"#
            ),
            ["*CPV 79314000"]
        );
        assert_eq!(
            told(
                r#""awards": [{"id": 1, "items": [{"id": 1, "classification": {"scheme": "CPV", "id": "79314000"}}]}]"#
            ),
            ["*CPV 79314000"]
        );
        assert_eq!(told(r#""tender": {"classification": {"scheme": "X", "id": 5}}"#), ["X 5"]);
    }
}
