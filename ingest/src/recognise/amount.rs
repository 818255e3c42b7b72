//! Reading amounts of money as people and programs write them.

/// Which character separates pounds from pence. Belongs to a column, never to a cell: `1.234` is one
/// thousand or one and a bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DecimalMark {
    /// `1,234.56`
    #[default]
    Point,
    /// `1.234,56`
    Comma,
}

/// What a cell of an amount column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountCell {
    /// Nothing.
    Empty,
    /// Signed pence.
    Pence(i64),
    /// Something that is not an amount.
    Unreadable,
}

/// Reads one cell: pound signs (also those that a wrong encoding left behind), thousands separators,
/// padding, `(123.45)`, `38,937.00-`, `CR`/`DR`, and the accountant's dash for zero. More than two decimals
/// are rounded half away from zero.
pub fn parse_amount(cell: &str, mark: DecimalMark) -> AmountCell {
    let cell = cell.trim();
    if cell.is_empty() {
        return AmountCell::Empty;
    }
    // The common case, without allocation.
    let pence = match plain(cell) {
        Some(pence) => Some(pence),
        None => dressed(cell, mark),
    };
    pence.map_or(AmountCell::Unreadable, AmountCell::Pence)
}

/// `-1234.56`, `1234`, `1234.5`.
fn plain(cell: &str) -> Option<i64> {
    let (negative, digits) = match cell.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, cell),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty()
        || decimals.len() > 2
        || !whole.bytes().chain(decimals.bytes()).all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let pence = to_pence(whole, decimals)?;
    Some(if negative { -pence } else { pence })
}

fn dressed(cell: &str, mark: DecimalMark) -> Option<i64> {
    let mut text: String =
        cell.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{feff}' | '\u{200b}')).collect();
    let mut negative = false;
    let upper = text.to_ascii_uppercase();
    for (suffix, sign) in [("CR", true), ("DR", false), ("GBP", false)] {
        if upper.ends_with(suffix) {
            text.truncate(text.len() - suffix.len());
            negative ^= sign;
            break;
        }
    }
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        negative ^= true;
        text = inner.to_owned();
    }
    let mut rest = text.as_str();
    let mut signs: u32 = 0;
    loop {
        let trimmed = ["-", "\u{2212}", "\u{2013}", "+", "£", "¬£", "Â£", "\u{fffd}", "GBP", "gbp"]
            .iter()
            .find_map(|prefix| {
                rest.strip_prefix(prefix)
                    .map(|after| (after, matches!(*prefix, "-" | "\u{2212}" | "\u{2013}")))
            });
        let Some((after, minus)) = trimmed else { break };
        signs = signs.saturating_add(u32::from(minus));
        rest = after;
    }
    if let Some(before) = rest.strip_suffix('-') {
        signs = signs.saturating_add(1);
        rest = before;
    }
    if let Some(inner) = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        signs = signs.saturating_add(1);
        rest = inner.strip_prefix('£').unwrap_or(inner);
    }
    if rest.is_empty() {
        // `-`, `£-`: zero in accounting formats. A pound sign alone says nothing.
        return (signs > 0).then_some(0);
    }
    if signs > 1 {
        return None;
    }
    negative ^= signs == 1;
    let pence = grouped(rest, mark)?;
    Some(if negative { -pence } else { pence })
}

/// Digits with thousands separators and at most one decimal mark.
fn grouped(text: &str, mark: DecimalMark) -> Option<i64> {
    let (decimal, thousands) = match mark {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
    };
    let (whole, decimals) = match text.rsplit_once(decimal) {
        Some((whole, decimals)) => (whole, decimals),
        None => (text, ""),
    };
    let whole: String = whole.chars().filter(|c| *c != thousands && *c != '\'').collect();
    if whole.is_empty() && decimals.is_empty()
        || !whole.bytes().chain(decimals.bytes()).all(|b| b.is_ascii_digit())
    {
        return None;
    }
    // A separator behind the decimal mark, or nothing but separators, is no amount.
    to_pence(if whole.is_empty() { "0" } else { &whole }, decimals)
}

fn to_pence(whole: &str, decimals: &str) -> Option<i64> {
    let pounds: i64 = whole.parse().ok()?;
    let digit = |index: usize| decimals.as_bytes().get(index).map_or(0, |b| i64::from(b - b'0'));
    let rounding = i64::from(digit(2) >= 5);
    pounds.checked_mul(100)?.checked_add(digit(0) * 10 + digit(1) + rounding)
}

/// Whether amounts of a column are written with a decimal comma: no cell can be read with a point only,
/// and some can only be read with a comma.
pub fn decimal_mark<'a>(cells: impl Iterator<Item = &'a str>) -> DecimalMark {
    let (mut point, mut comma) = (0, 0);
    for cell in cells {
        let digits: String = cell.chars().filter(|c| c.is_ascii_digit() || matches!(c, ',' | '.')).collect();
        match (digits.rfind(','), digits.rfind('.')) {
            (Some(at), Some(dot)) if at > dot => comma += 1,
            (Some(_), Some(_)) => point += 1,
            (Some(at), None) if digits.len() - at != 4 => comma += 1,
            (None, Some(at)) if digits.len() - at != 4 => point += 1,
            _ => {}
        }
    }
    if comma > point { DecimalMark::Comma } else { DecimalMark::Point }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_as_they_are_written() {
        for (text, pence) in [
            ("478", 47_800),
            ("13,335.00", 1_333_500),
            (" -£16,214.17 ", -1_621_417),
            ("£-5", -500),
            ("-£2,160.00", -216_000),
            ("(123.45)", -12_345),
            ("(£123.45)", -12_345),
            ("£(123.45)", -12_345),
            ("38,937.00-", -3_893_700),
            ("¬£1", 100),
            ("Â£2.5", 250),
            ("1.005", 101),
            ("-1.005", -101),
            ("1234.5600000001", 123_456),
            (".5", 50),
            ("- 12", -1_200),
            ("12.30 CR", -1_230),
            ("12.30 DR", 1_230),
            ("£-", 0),
            ("-", 0),
            ("\u{2212}7", -700),
            ("92233720368547758.07", i64::MAX),
        ] {
            assert_eq!(parse_amount(text, DecimalMark::Point), AmountCell::Pence(pence), "{text}");
        }
        for text in [
            "######",
            "Rent",
            "1.2E+05",
            "12/04/2023",
            "1-2",
            "--5",
            "£",
            "1.2.3",
            "n/a",
            "92233720368547758.08",
            ",",
        ] {
            assert_eq!(parse_amount(text, DecimalMark::Point), AmountCell::Unreadable, "{text}");
        }
        assert_eq!(parse_amount("  ", DecimalMark::Point), AmountCell::Empty);
        assert_eq!(parse_amount("1.234,56", DecimalMark::Comma), AmountCell::Pence(123_456));
    }

    #[test]
    fn the_decimal_mark_belongs_to_the_column() {
        assert_eq!(decimal_mark(["1.234,56", "7,5"].into_iter()), DecimalMark::Comma);
        assert_eq!(decimal_mark(["1,234", "12,000"].into_iter()), DecimalMark::Point);
        assert_eq!(decimal_mark(["1,234.56", "7.5"].into_iter()), DecimalMark::Point);
    }

    proptest! {
        #[test]
        fn every_style_reads_back(pence in -9_000_000_000_000i64..9_000_000_000_000, style in 0..7u8) {
            let (sign, magnitude) = (pence < 0, pence.unsigned_abs());
            let plain = format!("{}.{:02}", magnitude / 100, magnitude % 100);
            let mut grouped = String::new();
            let whole = (magnitude / 100).to_string();
            for (index, digit) in whole.chars().enumerate() {
                if index > 0 && (whole.len() - index) % 3 == 0 { grouped.push(','); }
                grouped.push(digit);
            }
            let grouped = format!("{grouped}.{:02}", magnitude % 100);
            let minus = if sign { "-" } else { "" };
            let text = match style {
                0 => format!("{minus}{plain}"),
                1 => format!("{minus}£{grouped}"),
                2 => format!("£{minus}{grouped}"),
                3 if sign => format!("({grouped})"),
                4 if sign => format!("{grouped}-"),
                5 => format!("  {minus}{grouped} "),
                _ => format!("{minus}{grouped}"),
            };
            prop_assert_eq!(parse_amount(&text, DecimalMark::Point), AmountCell::Pence(pence));
        }

        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = parse_amount(&text, DecimalMark::Point);
            let _ = parse_amount(&text, DecimalMark::Comma);
        }
    }
}
