//! Scalars of the schema: dates, instants, exact decimals, 64-bit numbers.

use anchorhub_entities::Money as Amount;
use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{NaiveDate, SecondsFormat, Utc};

/// A civil date in Europe/London, written `2023-04-30` (ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date(pub(crate) NaiveDate);

/// A civil date in Europe/London, written `2023-04-30` (ISO 8601).
#[Scalar(name = "Date", specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339#section-5.6")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let date = match &value {
            // Exactly four, two and two digits: chrono alone would take `2023-4-30` as well.
            Value::String(text) if text.len() == 10 => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok(),
            _ => None,
        };
        date.map(Self).ok_or_else(|| InputValueError::custom("expected a date such as \"2023-04-30\""))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// An instant, written as RFC 3339 in UTC: `2023-04-30T13:45:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DateTime(pub(crate) chrono::DateTime<Utc>);

/// An instant, written as RFC 3339 in UTC: `2023-04-30T13:45:00Z`.
#[Scalar(name = "DateTime", specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let instant = match &value {
            Value::String(text) => chrono::DateTime::parse_from_rfc3339(text).ok(),
            _ => None,
        };
        instant
            .map(|instant| Self(instant.to_utc()))
            .ok_or_else(|| InputValueError::custom("expected an instant such as \"2023-04-30T13:45:00Z\""))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

/// An exact amount of money with two decimals, in pounds, written as a string: `"1234.56"`, `"-0.05"`. As
/// input also `"1234.5"`, `"1234"` or a whole number; never in exponent form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    /// The amount in hundredths.
    pub(crate) pence: i64,
}

/// An exact amount of money with two decimals, in pounds, written as a string: `"1234.56"`, `"-0.05"`. As
/// input also `"1234.5"`, `"1234"` or a whole number; never in exponent form.
#[Scalar(name = "Decimal")]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        let pence = match &value {
            Value::String(text) => pence(text),
            Value::Number(number) => number.as_i64().and_then(|pounds| pounds.checked_mul(100)),
            _ => None,
        };
        let expected = "expected an amount with at most two decimals, such as \"1234.56\"";
        pence.map(|pence| Self { pence }).ok_or_else(|| InputValueError::custom(expected))
    }

    fn to_value(&self) -> Value {
        Value::String(Amount::gbp(self.pence).to_string())
    }
}

/// Pence of a text with at most two decimals; none if it has another form or is too large.
fn pence(text: &str) -> Option<i64> {
    let (negative, magnitude) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (pounds, decimals) = magnitude.split_once('.').unwrap_or((magnitude, "00"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(pounds) || !digits(decimals) || decimals.len() > 2 {
        return None;
    }
    let hundredths: i64 = format!("{decimals:0<2}").parse().ok()?;
    let pence = pounds.parse::<i64>().ok()?.checked_mul(100)?.checked_add(hundredths)?;
    Some(if negative { -pence } else { pence })
}

/// A whole number of up to 64 bits, written as a JSON number. Exact in every client up to 2^53.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Long(pub(crate) i64);

/// A whole number of up to 64 bits, written as a JSON number. Exact in every client up to 2^53.
#[Scalar(name = "Long")]
impl ScalarType for Long {
    fn parse(value: Value) -> InputValueResult<Self> {
        let number = match &value {
            Value::Number(number) => number.as_i64(),
            _ => None,
        };
        number.map(Self).ok_or_else(|| InputValueError::custom("expected a whole number of up to 64 bits"))
    }

    fn to_value(&self) -> Value {
        Value::from(self.0)
    }
}

/// Any JSON value, such as a filter in the form in which an argument takes it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct JsonObject(pub(crate) serde_json::Value);

/// Any JSON value, such as a filter in the form in which an argument takes it.
#[Scalar(name = "JSON")]
impl ScalarType for JsonObject {
    fn parse(value: Value) -> InputValueResult<Self> {
        Ok(Self(value.into_json()?))
    }

    fn to_value(&self) -> Value {
        Value::from_json(self.0.clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_or_refused() {
        for (text, expected) in [
            ("1234.56", Some(123_456)),
            ("-0.05", Some(-5)),
            ("7", Some(700)),
            ("7.5", Some(750)),
            ("92233720368547758.07", Some(i64::MAX)),
            ("92233720368547758.08", None),
            ("1.234", None),
            ("1e3", None),
            ("", None),
            ("-", None),
            (".5", None),
            ("1.", None),
            ("+1", None),
            ("1,000", None),
            (" 1", None),
        ] {
            assert_eq!(pence(text), expected, "{text}");
        }
    }

    #[test]
    fn dates_have_ten_characters() {
        let read = |text: &str| Date::parse(Value::String(text.to_owned())).is_ok();
        assert!(read("2024-02-29"));
        for text in ["2023-02-29", "2023-4-30", "30/04/2023", "2023-04-30T00:00:00Z", ""] {
            assert!(!read(text), "{text}");
        }
    }
}
