//! Headings and cells that several publishers write alike.

use chrono::NaiveDate;

use crate::rows::Row;

/// A heading in the form in which it is looked for: lower case, without anything but letters and digits.
pub(crate) fn heading_key(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Headings by their place.
#[derive(Clone, Debug)]
pub(crate) struct Headings(Vec<String>);

impl Headings {
    pub(crate) fn of(row: Row<'_>) -> Self {
        Self((0..row.width()).map(|column| heading_key(&row.cell(column))).collect())
    }

    /// The place of the first of these names that there is.
    pub(crate) fn find(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| {
            debug_assert_eq!(*name, heading_key(name), "a name is looked for in its key form");
            self.0.iter().position(|heading| heading == name)
        })
    }

    /// The place of the first heading that passes a test.
    pub(crate) fn position(&self, test: impl Fn(&str) -> bool) -> Option<usize> {
        self.0.iter().position(|heading| test(heading))
    }
}

/// A date as `31/12/2024`, `2024-12-31` (with or without a time) or `20241231`.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    let day = text.get(..10).unwrap_or(text);
    ["%Y-%m-%d", "%d/%m/%Y", "%Y%m%d"].iter().find_map(|format| {
        let fits = match *format {
            "%Y%m%d" => text.len() == 8,
            _ => day.len() == 10,
        };
        if fits { NaiveDate::parse_from_str(day, format).ok() } else { None }
    })
}

/// Whole pounds of `1,234`, `1234.56` or `£1,234`; fractions are cut off.
pub(crate) fn pounds(text: &str) -> Option<i64> {
    let cleaned: String = text.chars().filter(|c| !matches!(c, ',' | '£' | ' ')).collect();
    let (whole, fraction) = cleaned.split_once('.').unwrap_or((&cleaned, ""));
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    whole.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_amounts_are_read() {
        let day = NaiveDate::from_ymd_opt(2024, 3, 1);
        for text in ["2024-03-01", "01/03/2024", "20240301", "2024-03-01T00:00:00"] {
            assert_eq!(date(text), day, "{text}");
        }
        for text in ["", "01/03/24", "2024-13-01", "202403", "ünï-cödé-ü", "0000-00-00"] {
            assert_eq!(date(text), None, "{text}");
        }
        assert_eq!((pounds("£1,234.56"), pounds("-5"), pounds("")), (Some(1234), Some(-5), None));
        assert_eq!((pounds("1e5"), pounds("1.x")), (None, None));
        assert_eq!(heading_key(" RegAddress.PostCode"), "regaddresspostcode");
    }
}
