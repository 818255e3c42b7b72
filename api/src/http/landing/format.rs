//! Numbers, money and dates for people, and text that stays text.

use std::fmt::{self, Write as _};

use chrono::{DateTime, NaiveDate, Utc};

/// Text in HTML, between tags or in a quoted attribute.
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// `1,234,567`.
pub(crate) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "−" } else { "" });
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Pounds, rounded so that they can be read at a glance: `£1.23 bn`, `£45.6 m`, `£7,890`.
pub(crate) fn pounds(pence: i64) -> String {
    let sign = if pence < 0 { "−" } else { "" };
    let pounds = pence.unsigned_abs() / 100;
    match pounds {
        1_000_000_000.. => {
            let hundredths = (pounds + 5_000_000) / 10_000_000;
            format!("{sign}£{}.{:02} bn", grouped_unsigned(hundredths / 100), hundredths % 100)
        }
        1_000_000.. => {
            let tenths = (pounds + 50_000) / 100_000;
            format!("{sign}£{}.{} m", tenths / 10, tenths % 10)
        }
        _ => format!("{sign}£{}", grouped_unsigned(pounds)),
    }
}

fn grouped_unsigned(number: u64) -> String {
    grouped(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A number of things, in the singular where it is one.
pub(crate) fn counted(number: i64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// `31 March 2025`, readable by machines too.
pub(crate) fn day(day: NaiveDate) -> String {
    format!("<time datetime=\"{day}\">{}</time>", day.format("%-d %B %Y"))
}

/// The same with shorter months, for tables.
pub(crate) fn short_day(day: NaiveDate) -> String {
    format!("<time datetime=\"{day}\">{}</time>", day.format("%-d %b %Y"))
}

/// How long ago a moment was: `today`, `yesterday`, `12 days ago`, `3 months ago`.
pub(crate) fn ago(then: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let days = (now.date_naive() - then.date_naive()).num_days().max(0);
    match days {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        2..=60 => format!("{days} days ago"),
        61..=729 => format!("{} months ago", days / 30),
        _ => format!("{} years ago", days / 365),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(Escaped("<b a='\"'>&</b>").to_string(), "&lt;b a=&#39;&quot;&#39;&gt;&amp;&lt;/b&gt;");
    }

    #[test]
    fn numbers_can_be_read() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "−1,234,567")] {
            assert_eq!(grouped(number), text);
        }
        for (pence, text) in [
            (0, "£0"),
            (99, "£0"),
            (789_099, "£7,890"),
            (-789_099, "−£7,890"),
            (99_999_999, "£999,999"),
            (100_000_000, "£1.0 m"),
            (4_564_999_900, "£45.6 m"),
            (123_400_000_000, "£1.23 bn"),
            (99_999_999_999, "£1000.0 m"),
            (i64::MIN, "−£92,233,720.37 bn"),
        ] {
            assert_eq!(pounds(pence), text, "{pence}");
        }
        assert_eq!(counted(1, "file", "files"), "1 file");
        assert_eq!(counted(2_000, "file", "files"), "2,000 files");
    }

    #[test]
    fn moments_are_told_from_now() {
        let now = "2025-06-30T12:00:00Z".parse().unwrap();
        for (then, text) in [
            ("2025-06-30T00:00:01Z", "today"),
            ("2025-06-29T23:59:00Z", "yesterday"),
            ("2025-06-01T00:00:00Z", "29 days ago"),
            ("2025-01-30T00:00:00Z", "5 months ago"),
            ("2022-01-30T00:00:00Z", "3 years ago"),
            ("2025-07-02T00:00:00Z", "today"),
        ] {
            assert_eq!(ago(then.parse().unwrap(), now), text, "{then}");
        }
    }
}
