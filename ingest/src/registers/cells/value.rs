//! Values of contracts, also those that are written as words.

use super::words::says_nothing;
use crate::recognise::{AmountCell, DecimalMark, parse_amount};

/// What a cell of a value column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::registers) enum ValueCell {
    /// Nothing.
    Empty,
    /// A word for no value.
    NotStated,
    /// An amount that stands in for an unknown one: nothing, a penny, a pound, nothing but nines.
    Placeholder,
    /// A lowest and a highest amount.
    Range,
    /// Something that is no amount.
    Unreadable,
    /// An amount.
    Amount(Stated),
}

/// An amount, and what is said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::registers) struct Stated {
    /// Signed minor units.
    pub(in crate::registers) pence: i64,
    /// ISO 4217 code.
    pub(in crate::registers) currency: &'static str,
    /// Whether it is that of a year.
    pub(in crate::registers) is_annual: bool,
    /// Whether it is an estimate or an upper limit.
    pub(in crate::registers) is_estimate: bool,
    /// Whether it is said to include VAT, or to be without.
    pub(in crate::registers) with_vat: Option<bool>,
}

/// Amounts made of so many nines, or more, are no amounts.
const NINES: usize = 8;

/// Reads one cell: `£1,234.50 per annum`, `up to £50k`, `approx. 1.5 million (ex VAT)`.
pub(in crate::registers) fn read_value(cell: &str, mark: DecimalMark) -> ValueCell {
    match parse_amount(cell, mark) {
        AmountCell::Empty => return ValueCell::Empty,
        AmountCell::Pence(pence) => {
            let stated =
                Stated { pence, currency: "GBP", is_annual: false, is_estimate: false, with_vat: None };
            return judged(stated);
        }
        AmountCell::Unreadable => {}
    }
    if says_nothing(cell) {
        return ValueCell::NotStated;
    }
    let mut text = Text::new(cell);
    let is_annual = text.take(ANNUAL);
    let is_estimate = text.take(ESTIMATE);
    let with_vat = match (text.take(WITH_VAT), text.take(WITHOUT_VAT)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    };
    let currency = match (text.take(EURO), text.take(DOLLAR)) {
        (true, false) => "EUR",
        (false, true) => "USD",
        _ => "GBP",
    };
    let rest = text.rest();
    if let Some(pence) = amount(&rest, mark) {
        return judged(Stated { pence, currency, is_annual, is_estimate, with_vat });
    }
    if is_range(&rest, mark) { ValueCell::Range } else { ValueCell::Unreadable }
}

const ANNUAL: &[&str] = &[
    "per annum",
    "p.a.",
    "p.a",
    "pa",
    "per year",
    "a year",
    "each year",
    "/annum",
    "/year",
    "annually",
    "annual",
    "yearly",
    "pro annum",
];
const ESTIMATE: &[&str] = &[
    "up to",
    "upto",
    "approximately",
    "approx.",
    "approx",
    "circa",
    "c.",
    "ca.",
    "c",
    "estimated",
    "estimate",
    "est.",
    "est",
    "around",
    "about",
    "maximum",
    "max.",
    "max",
    "no more than",
    "~",
    "<",
];
const WITH_VAT: &[&str] = &[
    "including vat",
    "inclusive of vat",
    "incl. vat",
    "incl vat",
    "inc. vat",
    "inc vat",
    "plus vat included",
    "gross",
];
const WITHOUT_VAT: &[&str] = &[
    "excluding vat",
    "exclusive of vat",
    "excl. vat",
    "excl vat",
    "exc. vat",
    "exc vat",
    "ex. vat",
    "ex vat",
    "+ vat",
    "+vat",
    "plus vat",
    "net of vat",
    "net",
];
const EURO: &[&str] = &["€", "eur", "euros", "euro"];
const DOLLAR: &[&str] = &["us$", "usd", "$", "us dollars", "dollars"];

/// Text of which known phrases are taken away.
struct Text(String);

impl Text {
    fn new(cell: &str) -> Self {
        Self(cell.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Takes the first phrase that stands in the text by itself, and says whether there was one.
    fn take(&mut self, phrases: &[&str]) -> bool {
        for phrase in phrases {
            if let Some(start) = self.find(phrase) {
                self.0.replace_range(start..start + phrase.len(), " ");
                return true;
            }
        }
        false
    }

    /// Where a phrase stands that no letter touches.
    fn find(&self, phrase: &str) -> Option<usize> {
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        self.0.match_indices(phrase).map(|(start, _)| start).find(|start| {
            let (before, after) = (&self.0[..*start], &self.0[start + phrase.len()..]);
            let begins = !phrase.starts_with(char::is_alphabetic) || !is_letter(before.chars().next_back());
            let ends = !phrase.ends_with(char::is_alphabetic) || !is_letter(after.chars().next());
            begins && ends
        })
    }

    /// What is left, without brackets and punctuation around it.
    fn rest(&self) -> String {
        let bare: String = self.0.chars().filter(|c| !matches!(c, '(' | ')' | '[' | ']' | '*')).collect();
        bare.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.' | '/' | '='))
            .to_owned()
    }
}

/// An amount, with or without `k`, `m`, `million` behind it.
fn amount(text: &str, mark: DecimalMark) -> Option<i64> {
    let (number, factor) = [
        ("thousand", 1_000),
        ("million", 1_000_000),
        ("mill", 1_000_000),
        ("mn", 1_000_000),
        ("k", 1_000),
        ("m", 1_000_000),
    ]
    .into_iter()
    .find_map(|(word, factor)| text.strip_suffix(word).map(|number| (number.trim_end(), factor)))
    .unwrap_or((text, 1));
    if factor == 1 {
        return match parse_amount(number, mark) {
            AmountCell::Pence(pence) => Some(pence),
            _ => None,
        };
    }
    // Decimals of a million are pounds: the digits behind the point count, more than two of them too.
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    if decimals.len() > 6 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let AmountCell::Pence(whole) = parse_amount(whole, DecimalMark::Point) else { return None };
    let scale = 10_i64.pow(u32::try_from(decimals.len()).ok()?);
    let part: i64 = if decimals.is_empty() { 0 } else { decimals.parse().ok()? };
    let part = part.checked_mul(100 * factor)?;
    (part % scale == 0).then_some(())?;
    whole.checked_mul(factor)?.checked_add(part / scale)
}

/// Two amounts with a word or a dash between them.
fn is_range(text: &str, mark: DecimalMark) -> bool {
    [" to ", " and ", " or ", "-", "\u{2013}", "/"].iter().any(|between| {
        text.split_once(between).is_some_and(|(low, high)| {
            let low = low.trim().trim_start_matches("between ").trim_start_matches("from ").trim();
            amount(low, mark).is_some() && amount(high.trim(), mark).is_some()
        })
    })
}

/// An amount, unless it stands in for an unknown one.
fn judged(stated: Stated) -> ValueCell {
    if (0..=100).contains(&stated.pence) {
        return ValueCell::Placeholder;
    }
    let digits = stated.pence.to_string();
    let digits = digits.trim_end_matches('0');
    if digits.len() >= NINES && digits.bytes().all(|digit| digit == b'9') {
        return ValueCell::Placeholder;
    }
    ValueCell::Amount(stated)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(cell: &str) -> ValueCell {
        read_value(cell, DecimalMark::Point)
    }

    #[test]
    fn values_as_they_are_written() {
        for (cell, pence, is_annual, is_estimate) in [
            ("£1,234.50 per annum", 123_450, true, false),
            ("5,015.20", 501_520, false, false),
            ("Up to £50,000", 5_000_000, false, true),
            ("approx. £1.5 million", 150_000_000, false, true),
            ("c. £20k p.a.", 2_000_000, true, true),
            ("£1.2m", 120_000_000, false, false),
            ("£1.255m", 125_500_000, false, false),
            ("£12,000 (ex VAT)", 1_200_000, false, false),
            ("£12,000 + VAT", 1_200_000, false, false),
            ("GBP 400", 40_000, false, false),
            ("Estimated 25000 annually", 2_500_000, true, true),
            ("-£500.00", -50_000, false, false),
        ] {
            match read(cell) {
                ValueCell::Amount(stated) => assert_eq!(
                    (stated.pence, stated.is_annual, stated.is_estimate),
                    (pence, is_annual, is_estimate),
                    "{cell}"
                ),
                other => panic!("{cell}: {other:?}"),
            }
        }
        for cell in ["0", "0.00", "-", "£0.01", "1.00", "999999999", "99,999,999.99", "£-"] {
            assert_eq!(read(cell), ValueCell::Placeholder, "{cell}");
        }
        for cell in ["£10,000 - £50,000", "10000 to 20000", "between £1m and £2m", "£5k-£10k"] {
            assert_eq!(read(cell), ValueCell::Range, "{cell}");
        }
        for cell in ["N/A", "TBC", "Various", "nil"] {
            assert_eq!(read(cell), ValueCell::NotStated, "{cell}");
        }
        for cell in ["see contract", "£50 per hour", "10%", "######", "£1.2.3m"] {
            assert_eq!(read(cell), ValueCell::Unreadable, "{cell}");
        }
        assert_eq!(read(" "), ValueCell::Empty);
    }

    #[test]
    fn currencies_and_vat_are_told() {
        let stated = |cell| match read(cell) {
            ValueCell::Amount(stated) => stated,
            other => panic!("{cell}: {other:?}"),
        };
        assert_eq!((stated("€20,000").currency, stated("20,000 EUR").pence), ("EUR", 2_000_000));
        assert_eq!(stated("$100").currency, "USD");
        assert_eq!(stated("£120 inc VAT").with_vat, Some(true));
        assert_eq!(stated("£120 excl. VAT").with_vat, Some(false));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = read(&text);
            let _ = read_value(&text, DecimalMark::Comma);
        }

        #[test]
        fn exact_pence_in_every_dress(pence in 101..9_000_000_000_i64, dress in 0..5_usize) {
            let plain = format!("{}.{:02}", pence / 100, pence % 100);
            let text = [
                plain.clone(), format!("£{plain} per annum"), format!("up to £{plain}"),
                format!("approx {plain} p.a."), format!("GBP {plain} ex VAT"),
            ][dress].clone();
            let nines = pence.to_string().trim_end_matches('0').bytes().all(|digit| digit == b'9');
            prop_assume!(!nines);
            match read(&text) {
                ValueCell::Amount(stated) => prop_assert_eq!(stated.pence, pence),
                other => prop_assert!(false, "{}: {:?}", text, other),
            }
        }
    }
}
