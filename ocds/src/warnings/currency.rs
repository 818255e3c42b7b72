//! Values that cannot be added.

use super::{Found, WarningCode, walk::walk};
use crate::json::Object;

pub(super) fn of(release: &Object, found: &mut Found) {
    let mut values: Vec<(String, String)> = Vec::new();
    walk(release, &mut |spot| {
        let Some(value) = spot.value.as_object() else { return };
        let has_amount = value.get("amount").is_some() || value.get("amountGross").is_some();
        if let Some(currency) = value.str("currency").filter(|_| has_amount) {
            values.push((spot.path(), currency.to_owned()));
        }
    });
    let Some(main) = main_currency(release, &values) else { return };
    for (path, _) in values.iter().filter(|(_, currency)| *currency != main) {
        found.add(WarningCode::CurrencyMixed, path.as_str());
    }
}

/// That of the tender; without one, the one that most values have, the first of these when there are several.
fn main_currency(release: &Object, values: &[(String, String)]) -> Option<String> {
    let tender = release.object("tender").and_then(|tender| tender.object("value")?.str("currency"));
    if let Some(currency) = tender {
        return Some(currency.to_owned());
    }
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for (_, currency) in values {
        match counts.iter_mut().find(|(known, _)| known == currency) {
            Some((_, count)) => *count += 1,
            None => counts.push((currency, 1)),
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(currency, _)| currency.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::{WarningCode, tests::found};

    const CODES: [WarningCode; 1] = [WarningCode::CurrencyMixed];

    #[test]
    fn the_currency_of_the_tender_is_the_main_one() {
        let members = r#""tender": {"lots": [{"id": "1", "value": {"amount": 5, "currency": "AED"}},
                                             {"id": "2", "value": {"amountGross": 5, "currency": "AED"}},
                                             {"id": "3", "value": {"currency": "AED"}}],
                                    "value": {"amount": 50, "currency": "GBP"}}"#;
        assert_eq!(
            found(&CODES, members),
            ["CURRENCY_MIXED tender.lots[0].value", "CURRENCY_MIXED tender.lots[1].value"]
        );
    }

    #[test]
    fn else_it_is_that_of_most_values() {
        let awards = |currencies: &[&str]| {
            let award = |currency: &&str| {
                format!(r#"{{"id": "{currency}", "value": {{"amount": 2, "currency": "{currency}"}}}}"#)
            };
            format!(r#""awards": [{}]"#, currencies.iter().map(award).collect::<Vec<_>>().join(","))
        };
        assert_eq!(found(&CODES, &awards(&["EUR", "GBP", "GBP"])), ["CURRENCY_MIXED awards[0].value"]);
        assert_eq!(found(&CODES, &awards(&["EUR", "GBP"])), ["CURRENCY_MIXED awards[1].value"]);
        assert_eq!(found(&CODES, &awards(&["GBP", "GBP"])), [""; 0]);
    }
}
