//! Amounts that are not what they seem.

use super::{Found, Spot, WarningCode};
use crate::json::{Number, Object, Value};

/// Amounts made of so many nines, or more, are no amounts.
const NINES: usize = 8;

/// Looks at the objects in which the standard gives money: those with an amount.
pub(super) fn at(spot: &Spot<'_>, found: &mut Found) {
    let Some(value) = spot.value.as_object() else { return };
    if amount(value, "amountGross").is_some() && amount(value, "amount").is_none() {
        found.add(WarningCode::GrossWithoutNet, spot.path());
    }
    for name in ["amount", "amountGross"] {
        if amount(value, name).is_some_and(is_placeholder) {
            found.add(WarningCode::PlaceholderValue, format!("{}.{name}", spot.path()));
        }
    }
}

fn amount<'v>(value: &'v Object, name: &str) -> Option<&'v Number> {
    value.get(name).and_then(Value::as_number)
}

/// More than nothing but no more than one, or nothing but nines.
pub(crate) fn is_placeholder(amount: &Number) -> bool {
    let digits = amount.significant_digits();
    let Some(magnitude) = amount.magnitude().filter(|_| !digits.is_empty() && !amount.is_negative()) else {
        return false;
    };
    let at_most_one = magnitude <= 0 || (magnitude == 1 && digits == "1");
    at_most_one || (digits.len() >= NINES && digits.bytes().all(|digit| digit == b'9'))
}

#[cfg(test)]
mod tests {
    use super::super::{WarningCode, tests::found};

    #[test]
    fn placeholders_are_seen() {
        let codes = [WarningCode::PlaceholderValue];
        for (amount, is_placeholder) in [
            ("0.01", true),
            ("1", true),
            ("1.00", true),
            ("9999999999", true),
            ("99999999.99", true),
            ("0", false),
            ("-0.01", false),
            ("1.01", false),
            ("10", false),
            ("9999999", false),
            ("\"0.01\"", false),
        ] {
            let members = format!(r#""contracts": [{{"id": "1", "value": {{"amount": {amount}}}}}]"#);
            let expected = ["PLACEHOLDER_VALUE contracts[0].value.amount"];
            assert_eq!(found(&codes, &members), &expected[..usize::from(is_placeholder)], "{amount}");
        }
    }

    #[test]
    fn a_gross_amount_alone_leaves_the_net_one_unknown() {
        let codes = [WarningCode::GrossWithoutNet];
        let members = r#""tender": {"value": {"amountGross": 120, "currency": "GBP"},
                                    "minValue": {"amountGross": 120, "amount": null},
                                    "lots": [{"id": "1", "value": {"amountGross": 120, "amount": 100}}]}"#;
        assert_eq!(
            found(&codes, members),
            ["GROSS_WITHOUT_NET tender.value", "GROSS_WITHOUT_NET tender.minValue"]
        );
    }
}
