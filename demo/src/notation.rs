//! How publishers write amounts and dates.

use chrono::NaiveDate;

/// `1234.5`, `1234`, `-12.05`: as few decimals as needed.
pub(crate) fn short(pence: i64) -> String {
    let text = plain(pence);
    match text.strip_suffix(".00") {
        Some(pounds) => pounds.to_owned(),
        None if text.ends_with('0') => text[..text.len() - 1].to_owned(),
        None => text,
    }
}

/// `1234.50`
pub(crate) fn plain(pence: i64) -> String {
    format!("{}{}.{:02}", if pence < 0 { "-" } else { "" }, pence.abs() / 100, pence.abs() % 100)
}

/// `1,234.50`
pub(crate) fn thousands(pence: i64) -> String {
    let pounds = (pence.abs() / 100).to_string();
    let mut grouped = String::new();
    for (index, digit) in pounds.chars().enumerate() {
        if index > 0 && (pounds.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{}{grouped}.{:02}", if pence < 0 { "-" } else { "" }, pence.abs() % 100)
}

/// `£1,234.50`, `-£1,234.50`
pub(crate) fn pounds(pence: i64) -> String {
    let sign = if pence < 0 { "-" } else { "" };
    format!("{sign}£{}", thousands(pence.abs()))
}

/// `1,234.50`, `(1,234.50)`
pub(crate) fn bracketed(pence: i64) -> String {
    if pence < 0 { format!("({})", thousands(-pence)) } else { thousands(pence) }
}

/// `1,234.50`, `1,234.50-`
pub(crate) fn sign_last(pence: i64) -> String {
    if pence < 0 { format!("{}-", thousands(-pence)) } else { thousands(pence) }
}

/// A date in a `chrono` pattern.
pub(crate) fn date(day: NaiveDate, pattern: &str) -> String {
    day.format(pattern).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_publishers_write_them() {
        assert_eq!([short(120_050), short(120_000), short(-1_205)], ["1200.5", "1200", "-12.05"]);
        assert_eq!([plain(120_050), plain(-5)], ["1200.50", "-0.05"]);
        assert_eq!([thousands(201_098), thousands(-123_456_789)], ["2,010.98", "-1,234,567.89"]);
        assert_eq!([pounds(201_098), pounds(-99)], ["£2,010.98", "-£0.99"]);
        assert_eq!([bracketed(-12_345), bracketed(12_345)], ["(123.45)", "123.45"]);
        assert_eq!(sign_last(-3_893_700), "38,937.00-");
        assert_eq!(date("2025-04-01".parse().unwrap(), "%d-%b-%Y"), "01-Apr-2025");
    }
}
