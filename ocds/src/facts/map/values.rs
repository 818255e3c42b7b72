//! Money: exact, in one currency, and nothing where nothing is known.

use super::super::{Value, ValueBasis};
use crate::{
    caps::Caps,
    json::{self, Number, Object},
    warnings,
};

/// Digits of the largest amount in pence that is taken.
const MOST_DIGITS: usize = 18;

/// The amount of a value object. What it is when it is without VAT is told; with VAT only it is [`Gross`],
/// except that a ceiling is a ceiling either way.
///
/// [`Gross`]: ValueBasis::Gross
pub(super) fn value(value: &Object, basis: ValueBasis) -> Option<Value> {
    let currency = value.str("currency")?.trim().to_ascii_uppercase();
    if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    if let Some(pence) = amount(value, "amount") {
        return Some(Value { pence, currency, basis });
    }
    let basis = if basis == ValueBasis::Ceiling { basis } else { ValueBasis::Gross };
    amount(value, "amountGross").map(|pence| Value { pence, currency, basis })
}

/// The value that stands under this name.
pub(super) fn value_of(owner: &Object, name: &str, basis: ValueBasis) -> Option<Value> {
    value(owner.object(name)?, basis)
}

/// The sum of values, if all are known and of one currency and basis.
pub(super) fn sum(values: impl Iterator<Item = Option<Value>>) -> Option<Value> {
    let mut total: Option<Value> = None;
    for value in values {
        let value = value?;
        total = match total {
            None => Some(value),
            Some(Value { pence, currency, basis }) => {
                if currency != value.currency || basis != value.basis {
                    return None;
                }
                Some(Value { pence: pence.checked_add(value.pence)?, currency, basis })
            }
        };
    }
    total
}

/// An amount in pence; nothing for zero and what else stands in for an unknown amount.
fn amount(value: &Object, name: &str) -> Option<i64> {
    let known =
        |number: &Number| hundredths(number).filter(|pence| *pence != 0 && !warnings::is_placeholder(number));
    match value.get(name)? {
        json::Value::Number(number) => known(number),
        json::Value::String(text) => known(json::Value::parse(text, &Caps::default()).ok()?.as_number()?),
        _ => None,
    }
}

/// A number in hundredths, halves rounded away from zero; nothing when it is too large.
pub(super) fn hundredths(number: &Number) -> Option<i64> {
    let (mantissa, exponent) = match number.as_str().split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (number.as_str(), 0),
    };
    let unsigned = mantissa.trim_start_matches('-');
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = [whole, fraction].concat();
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Some(0);
    }
    let leading_zeros = i64::try_from(digits.len() - significant.len()).ok()?;
    // How many of the significant digits count whole hundredths.
    let kept =
        i64::try_from(whole.len()).ok()?.checked_sub(leading_zeros)?.checked_add(exponent)?.checked_add(2)?;
    let Ok(kept) = usize::try_from(kept) else { return Some(0) };
    if kept > MOST_DIGITS {
        return None;
    }
    let mut text: String = significant.chars().take(kept).collect();
    text.extend(std::iter::repeat_n('0', kept.saturating_sub(significant.len())));
    let rounds_up = significant.as_bytes().get(kept).is_some_and(|digit| *digit >= b'5');
    let hundredths = if text.is_empty() { 0 } else { text.parse::<i64>().ok()? };
    let hundredths = hundredths.checked_add(i64::from(rounds_up))?;
    Some(if mantissa.starts_with('-') { -hundredths } else { hundredths })
}

#[cfg(test)]
mod tests {
    use super::{super::tests::parsed, *};

    fn read(text: &str, basis: ValueBasis) -> Option<(i64, String, ValueBasis)> {
        value(&parsed(text), basis).map(|value| (value.pence, value.currency, value.basis))
    }

    #[test]
    fn money_is_exact() {
        for (amount, pence) in [
            ("54393.6", Some(5_439_360)),
            ("5000000.0", Some(500_000_000)),
            ("640436.92", Some(64_043_692)),
            ("1.005", Some(101)),
            ("33721.3333333", Some(3_372_133)),
            ("1e3", Some(100_000)),
            ("12345e-2", Some(12_345)),
            ("-100.50", Some(-10_050)),
            ("\"1234.50\"", Some(123_450)),
            ("9007199254740993.01", Some(900_719_925_474_099_301)),
            ("10000000000000000", None),
            ("1e9999", None),
            ("1e99999999999999999999", None),
            ("1e-9999", None),
            ("0.004", None),
            ("0", None),
            ("0.00", None),
            ("0.01", None),
            ("1", None),
            ("9999999999", None),
            ("99999999.99", None),
            ("\"ten\"", None),
            ("\"£10\"", None),
            ("null", None),
            ("{}", None),
        ] {
            let text = format!(r#"{{"amount": {amount}, "currency": "GBP"}}"#);
            assert_eq!(read(&text, ValueBasis::Net).map(|(pence, ..)| pence), pence, "{amount}");
        }
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        let read = |text: &str| {
            let owner = parsed(&format!(r#"{{"x": {text}}}"#));
            hundredths(owner.get("x").unwrap().as_number().unwrap())
        };
        for (text, expected) in [
            ("0.29", 29),
            ("2.5e-1", 25),
            ("0.005", 1),
            ("0.0049", 0),
            ("-0.005", -1),
            ("0.995", 100),
            ("63.7", 6_370),
            ("-0", 0),
        ] {
            assert_eq!(read(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn only_gross_is_gross_and_a_ceiling_is_a_ceiling() {
        let gross = r#"{"amountGross": 120, "amount": null, "currency": "gbp"}"#;
        assert_eq!(read(gross, ValueBasis::Net), Some((12_000, "GBP".to_owned(), ValueBasis::Gross)));
        assert_eq!(read(gross, ValueBasis::Estimate), Some((12_000, "GBP".to_owned(), ValueBasis::Gross)));
        assert_eq!(read(gross, ValueBasis::Ceiling), Some((12_000, "GBP".to_owned(), ValueBasis::Ceiling)));
        let both = r#"{"amountGross": 120, "amount": 100, "currency": "EUR"}"#;
        assert_eq!(read(both, ValueBasis::Net), Some((10_000, "EUR".to_owned(), ValueBasis::Net)));
        assert_eq!(read(r#"{"amount": 100}"#, ValueBasis::Net), None);
        assert_eq!(read(r#"{"amount": 100, "currency": "£"}"#, ValueBasis::Net), None);
        assert_eq!(
            read(r#"{"amount": 0.01, "amountGross": 0.01, "currency": "GBP"}"#, ValueBasis::Net),
            None
        );
    }

    #[test]
    fn currencies_are_never_added() {
        let value = |pence, currency: &str| {
            Some(Value { pence, currency: currency.to_owned(), basis: ValueBasis::Estimate })
        };
        assert_eq!(sum([value(1, "GBP"), value(2, "GBP")].into_iter()), value(3, "GBP"));
        assert_eq!(sum([value(1, "GBP"), value(2, "AED")].into_iter()), None);
        assert_eq!(sum([value(1, "GBP"), None].into_iter()), None);
        assert_eq!(sum([value(i64::MAX, "GBP"), value(1, "GBP")].into_iter()), None);
        assert_eq!(sum(std::iter::empty()), None);
    }
}
