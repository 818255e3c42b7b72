//! Lengths of time, in months.

use super::words::says_nothing;

/// What a cell says of a length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::registers) enum Months {
    /// Nothing.
    Empty,
    /// Whole months; 0 where it says that there is none.
    Stated(i32),
    /// Something else: also a number without a unit, and parts of a month.
    Unreadable,
}

/// More is no length of a contract: 125 years, as long leases run.
const MOST: i32 = 1_500;

/// Reads `24`, `24 months`, `2 years`, `1+1 years`, `2 x 12 months`, `None`. A number without a unit has that of the
/// heading, if it states one.
pub(in crate::registers) fn read_months(cell: &str, unit: Option<i32>) -> Months {
    if cell.is_empty() {
        return Months::Empty;
    }
    if says_nothing(cell) {
        return Months::Stated(0);
    }
    match sum(&cell.to_lowercase(), unit) {
        Some(months) if (0..=MOST).contains(&months) => Months::Stated(months),
        _ => Months::Unreadable,
    }
}

/// The sum of the terms on both sides of `+`, `&`, `and`. A term without a unit has that of the next one that
/// states one: `1 + 1 years`.
fn sum(text: &str, unit: Option<i32>) -> Option<i32> {
    let joined = text.replace(" and ", "+").replace(" plus ", "+").replace(['&', ','], "+");
    let terms: Vec<&str> = joined.split('+').map(str::trim).filter(|term| !term.is_empty()).collect();
    let (mut total, mut unit, mut any) = (0_i32, unit, false);
    for term in terms.iter().rev() {
        let (number, stated) = term_of(term)?;
        unit = stated.or(unit);
        let months = if number == 0 { 0 } else { number.checked_mul(unit?)? };
        total = total.checked_add(months)?;
        any = true;
    }
    any.then_some(total)
}

/// A number and its unit: `2 x 12 months`, `2 x 1 year`, `12 months`, `12`.
fn term_of(term: &str) -> Option<(i32, Option<i32>)> {
    let (mut product, mut unit, mut numbers) = (1_i32, None, 0);
    for word in words(term) {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            product = product.checked_mul(whole(&word)?)?;
            numbers += 1;
            continue;
        }
        match word.as_str() {
            "month" | "months" | "mths" | "mth" | "m" | "mos" => unit = Some(1),
            "year" | "years" | "yr" | "yrs" | "y" | "annum" => unit = Some(12),
            "x" | "×" | "of" | "up" | "to" | "a" | "further" | "option" | "options" | "extension"
            | "extensions" | "period" | "periods" | "for" | "additional" | "another" | "extra"
            | "optional" | "by" | "the" | "extend" => {}
            "one" => numbers += 1,
            "two" => (product, numbers) = (product.checked_mul(2)?, numbers + 1),
            "three" => (product, numbers) = (product.checked_mul(3)?, numbers + 1),
            "four" => (product, numbers) = (product.checked_mul(4)?, numbers + 1),
            "five" => (product, numbers) = (product.checked_mul(5)?, numbers + 1),
            _ => return None,
        }
    }
    // `12 months 2 years` is no product.
    let multiplied = term.contains(['x', '×'])
        || term.contains(" of ")
        || term.contains("option")
        || term.contains("period")
        || term.contains("extension");
    (numbers == 1 || numbers == 2 && multiplied).then_some((product, unit))
}

/// Numbers and words apart, also where they touch: `2x12months`.
fn words(term: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut kind = None;
    for c in term.chars() {
        let next = if c.is_ascii_digit() || c == '.' {
            Some(true)
        } else if c.is_alphabetic() || c == '×' {
            Some(false)
        } else {
            None
        };
        match (next, kind == next) {
            (Some(_), true) => {
                if let Some(word) = words.last_mut() {
                    word.push(c);
                }
            }
            (Some(_), false) => words.push(c.to_string()),
            (None, _) => {}
        }
        kind = next;
    }
    words.retain(|word| word.bytes().any(|byte| byte != b'.'));
    words
}

/// `12`, `12.0`, `12.`; parts of a month are not whole.
fn whole(number: &str) -> Option<i32> {
    let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
    rest.bytes().all(|byte| byte == b'0').then(|| whole.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lengths_as_they_are_written() {
        for (cell, unit, months) in [
            ("24", Some(1), 24),
            ("12.0", Some(1), 12),
            ("2", Some(12), 24),
            ("0", None, 0),
            ("None", None, 0),
            ("N/A", Some(1), 0),
            ("24 months", None, 24),
            ("2 years", Some(1), 24),
            ("1+1 years", None, 24),
            ("12+12", Some(1), 24),
            ("2 x 12 months", None, 24),
            ("2x12months", None, 24),
            ("up to 24 months", None, 24),
            ("1 year and 6 months", None, 18),
            ("two 12 month extensions", None, 24),
            ("1 year + 1 year", None, 24),
        ] {
            assert_eq!(read_months(cell, unit), Months::Stated(months), "{cell}");
        }
        for (cell, unit) in [
            ("24", None),
            ("Yes", Some(1)),
            ("1.2", Some(1)),
            ("12 weeks", None),
            ("99999", Some(1)),
            ("12 months 2 years", None),
        ] {
            assert_eq!(read_months(cell, unit), Months::Unreadable, "{cell}");
        }
        assert_eq!(read_months("", Some(1)), Months::Empty);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = read_months(&text, Some(12));
        }
    }
}
