//! Numbers as text.

/// A JSON number as it was written. Two numbers are equal when they mean the same: `1000`, `1000.0`, `1e3`.
#[derive(Clone, Debug)]
pub struct Number(Box<str>);

/// What a number means: its digits without zeros at either end, times ten to the power of `exponent`.
/// Zero has no digits.
#[derive(Debug, PartialEq, Eq)]
struct Decimal {
    negative: bool,
    digits: String,
    exponent: i64,
}

/// Integers with more digits than this are identified by their text.
const LONGEST_INTEGER: usize = 64;

impl Number {
    /// A number from text that the reader of JSON has found to be one.
    pub(super) fn from_checked(text: &str) -> Self {
        Self(text.into())
    }

    /// The number as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits of a whole number, however it was written: `10` for `1e1` and `10.0`. Nothing for a
    /// fraction, or for a number of more than 64 digits.
    pub fn integer(&self) -> Option<String> {
        let Decimal { negative, mut digits, exponent } = self.decimal()?;
        let zeros = usize::try_from(exponent).ok()?;
        if digits.len().saturating_add(zeros) > LONGEST_INTEGER {
            return None;
        }
        if digits.is_empty() {
            return Some("0".to_owned());
        }
        digits.extend(std::iter::repeat_n('0', zeros));
        Some(if negative { format!("-{digits}") } else { digits })
    }

    /// How many digits stand before the decimal point: 3 for `123.45` and `-100`, 0 for `0.5`, -1 for `0.05`.
    /// The smallest possible for zero; nothing when the exponent alone is beyond counting.
    pub fn magnitude(&self) -> Option<i64> {
        let decimal = self.decimal()?;
        if decimal.digits.is_empty() {
            return Some(i64::MIN);
        }
        i64::try_from(decimal.digits.len()).ok()?.checked_add(decimal.exponent)
    }

    /// Whether it is less than zero.
    pub fn is_negative(&self) -> bool {
        self.decimal().map_or_else(|| self.0.starts_with('-'), |decimal| decimal.negative)
    }

    /// The digits that carry meaning: `12` for `-0.0120`, nothing for zero.
    pub fn significant_digits(&self) -> String {
        let digits = self.mantissa().chars().filter(char::is_ascii_digit).collect::<String>();
        digits.trim_matches('0').to_owned()
    }

    fn mantissa(&self) -> &str {
        self.0.split(['e', 'E']).next().unwrap_or_default()
    }

    /// Nothing when the exponent is beyond counting.
    fn decimal(&self) -> Option<Decimal> {
        let exponent: i64 = match self.0.split_once(['e', 'E']) {
            Some((_, exponent)) => exponent.parse().ok()?,
            None => 0,
        };
        let mantissa = self.mantissa();
        let unsigned = mantissa.trim_start_matches('-');
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let all = [whole, fraction].concat();
        let without_end = all.trim_end_matches('0');
        let dropped = i64::try_from(all.len() - without_end.len()).ok()?;
        let digits = without_end.trim_start_matches('0').to_owned();
        if digits.is_empty() {
            return Some(Decimal { negative: false, digits, exponent: 0 });
        }
        let exponent = exponent.checked_add(dropped)?.checked_sub(i64::try_from(fraction.len()).ok()?)?;
        Some(Decimal { negative: mantissa.starts_with('-'), digits, exponent })
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
            || match (self.decimal(), other.decimal()) {
                (Some(one), Some(another)) => one == another,
                _ => false,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::from_checked(text)
    }

    #[test]
    fn numbers_are_equal_by_meaning() {
        for same in ["1000", "1000.0", "1e3", "1E+3", "10.00e2", "100000e-2"] {
            assert_eq!(number(same), number("1000"), "{same}");
        }
        for zero in ["0", "-0", "0.00", "0e99999999999"] {
            assert_eq!(number(zero), number("0"), "{zero}");
        }
        assert_eq!(number("1e9999"), number("10e9998"));
        for (one, another) in [
            ("1", "-1"),
            ("1", "10"),
            ("12345678901234567890", "12345678901234567891"),
            ("0.1", "0.10000000000000001"),
            ("1e99999999999999999999", "1e99999999999999999998"),
        ] {
            assert_ne!(number(one), number(another), "{one} {another}");
        }
    }

    #[test]
    fn whole_numbers_have_one_spelling() {
        for (text, integer) in [
            ("10", Some("10")),
            ("10.0", Some("10")),
            ("1e1", Some("10")),
            ("-0", Some("0")),
            ("-7", Some("-7")),
            ("12345678901234567890", Some("12345678901234567890")),
            ("0.5", None),
            ("1e9999", None),
            ("1e99999999999999999999", None),
        ] {
            assert_eq!(number(text).integer().as_deref(), integer, "{text}");
        }
    }

    #[test]
    fn sizes_are_known_without_arithmetic() {
        for (text, magnitude) in [
            ("123.45", Some(3)),
            ("-100", Some(3)),
            ("1", Some(1)),
            ("0.5", Some(0)),
            ("0.01", Some(-1)),
            ("0", Some(i64::MIN)),
            ("1e9999", Some(10_000)),
            ("1e99999999999999999999", None),
        ] {
            assert_eq!(number(text).magnitude(), magnitude, "{text}");
        }
        assert_eq!(number("-0.0120e5").significant_digits(), "12");
        assert_eq!(number("0.00").significant_digits(), "");
        assert!(number("-0.01").is_negative());
        assert!(!number("-0").is_negative());
    }
}
