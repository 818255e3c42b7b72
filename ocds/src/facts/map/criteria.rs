//! Award criteria and their weights.

use super::{read, values::hundredths};
use crate::{
    caps::Caps,
    facts::CriterionFact,
    json::{Object, Value},
};

/// The basis of weights that come to a whole of 100.
const PERCENT: &str = "PERCENT";
const POINTS: &str = "POINTS";
const ORDER: &str = "ORDER";

/// The criteria of a tender, then those of its lots. `keys` are those of the lots, in their order.
pub(super) fn all<'k>(
    tender: &Object,
    lots: &[&Object],
    keys: impl Iterator<Item = &'k str>,
) -> Vec<CriterionFact> {
    let mut facts = of(tender, None);
    for (lot, key) in lots.iter().zip(keys) {
        facts.extend(of(lot, Some(key)));
    }
    facts
}

fn of(owner: &Object, lot_key: Option<&str>) -> Vec<CriterionFact> {
    let fact = |kind, name, description| CriterionFact {
        lot_key: lot_key.map(str::to_owned),
        kind,
        name,
        description,
        weight_hundredths: None,
        weight_basis: None,
    };
    let stated = owner.get("awardCriteria");
    let criteria = stated.and_then(Value::as_object);
    let mut facts: Vec<CriterionFact> = Vec::new();
    for criterion in criteria.map(|criteria| read::objects(criteria, "criteria")).unwrap_or_default() {
        let mut fact = fact(
            read::text(criterion, "type"),
            read::text(criterion, "name"),
            read::text(criterion, "description"),
        );
        if let Some((weight, basis)) = weight(criterion) {
            (fact.weight_hundredths, fact.weight_basis) = (Some(weight), basis);
        }
        if fact.kind.is_some()
            || fact.name.is_some()
            || fact.description.is_some()
            || fact.weight_hundredths.is_some()
        {
            facts.push(fact);
        }
    }
    note_percents(&mut facts);
    // What is said of all of them together: the code and the details of the standard, or a description.
    let code = stated.and_then(Value::as_str).and_then(super::text::readable);
    let details = criteria
        .and_then(|criteria| read::text(criteria, "description"))
        .or_else(|| read::text(owner, "awardCriteriaDetails"));
    if code.is_some() || details.is_some() {
        facts.push(fact(code, None, details));
    }
    facts
}

/// The weight of a criterion in hundredths, and what it is a part of, if that is said.
fn weight(criterion: &Object) -> Option<(i64, Option<String>)> {
    for number in read::objects(criterion, "numbers") {
        let weight = number.get("number").and_then(Value::as_number).and_then(hundredths);
        if let Some(weight) = weight {
            return Some((weight, number.str("weight").and_then(basis)));
        }
    }
    // Scotland and Wales give the weight as the description.
    let description = criterion.str("description")?.trim();
    let number = description.trim_end_matches('%').trim_end();
    let weight = Value::parse(number, &Caps::default()).ok()?.as_number().and_then(hundredths)?;
    Some((weight, description.ends_with('%').then(|| PERCENT.to_owned())))
}

/// `percentageExact` is `PERCENT`, `pointsExact` is `POINTS`, `orderImportance` is `ORDER`.
fn basis(weight: &str) -> Option<String> {
    match weight.trim() {
        "percentageExact" => Some(PERCENT.to_owned()),
        "pointsExact" => Some(POINTS.to_owned()),
        "orderImportance" => Some(ORDER.to_owned()),
        other => super::text::readable(other),
    }
}

/// Bare numbers that come to 100 are per cent.
fn note_percents(facts: &mut [CriterionFact]) {
    let are_bare = facts.iter().all(|fact| fact.weight_hundredths.is_none() || fact.weight_basis.is_none());
    let total: Option<i64> =
        facts.iter().filter_map(|fact| fact.weight_hundredths).try_fold(0_i64, i64::checked_add);
    if are_bare && total == Some(10_000) {
        for fact in facts.iter_mut().filter(|fact| fact.weight_hundredths.is_some()) {
            fact.weight_basis = Some(PERCENT.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::facts;

    fn told(members: &str) -> Vec<String> {
        let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        facts(&[members])
            .criteria
            .iter()
            .map(|fact| {
                let weight = fact.weight_hundredths.map(|weight| weight.to_string());
                [&fact.lot_key, &fact.kind, &fact.name, &weight, &fact.weight_basis].map(shown).join(" ")
            })
            .collect()
    }

    #[test]
    fn weights_stand_in_numbers() {
        let members = r#""tender": {"awardCriteria": {"criteria": [{"type": "price"}]}, "lots": [{"id": "A", "awardCriteria": {"criteria": [
            {"type": "quality", "name": "Social value", "numbers": [{"weight": "x"}, {"number": 12.5, "weight": "percentageExact"}]},
            {"type": "cost", "numbers": {"number": 3, "weight": "orderImportance"}},
            {"name": "x", "numbers": [{"number": 7, "weight": "percentageRangeMiddle"}]}, {}]}}]}"#;
        assert_eq!(
            told(members),
            [
                "- price - - -",
                "A quality Social value 1250 PERCENT",
                "A cost - 300 ORDER",
                "A - x 700 percentageRangeMiddle"
            ]
        );
    }

    #[test]
    fn weights_stand_in_descriptions() {
        let criteria = |one: &str, another: &str| {
            told(&format!(
                r#""tender": {{"awardCriteria": {{"criteria": [{{"type": "quality", "description": "{one}"}},
                    {{"type": "cost", "description": "{another}"}}]}}}}"#
            ))
        };
        assert_eq!(criteria("63.7", "36.3"), ["- quality - 6370 PERCENT", "- cost - 3630 PERCENT"]);
        assert_eq!(criteria("63 %", "good"), ["- quality - 6300 PERCENT", "- cost - - -"]);
        assert_eq!(criteria("6", "4"), ["- quality - 600 -", "- cost - 400 -"]);
    }

    #[test]
    fn the_standard_has_a_code_and_details() {
        let facts =
            facts(&[r#""tender": {"awardCriteria": "priceOnly", "awardCriteriaDetails": "As &amp; when"}"#]);
        assert_eq!(facts.criteria.len(), 1);
        assert_eq!(facts.criteria[0].kind.as_deref(), Some("priceOnly"));
        assert_eq!(facts.criteria[0].description.as_deref(), Some("As & when"));
    }
}
