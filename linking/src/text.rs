//! References and titles as they are compared.

/// The longest title that is compared, in characters: what follows tells nothing more.
const TITLE_CHARS: usize = 200;

/// A reference as it is compared: letters and digits in upper case, without separators. None when it is too
/// general to tell a contract: fewer than four characters, no digit (`N/A`, `TBC`, `Waiver`), one character
/// repeated (`0000`), a year or a financial year.
pub(crate) fn reference_key(text: &str) -> Option<String> {
    let key = tokens(text).concat();
    let mut characters = key.chars();
    let first = characters.next()?;
    let is_one_character = characters.all(|c| c == first);
    (key.chars().count() >= 4 && has_digit(&key) && !is_one_character && !is_year(&key)).then_some(key)
}

/// `2023`, `202324` and `20232024` stand for years.
fn is_year(key: &str) -> bool {
    let number = |from: usize, to: usize| key.get(from..to).and_then(|part| part.parse::<u32>().ok());
    if !is_number(key) {
        return false;
    }
    let Some(year) = number(0, 4).filter(|year| (1990..=2060).contains(year)) else { return false };
    match key.len() {
        4 => true,
        6 => number(4, 6) == Some((year + 1) % 100),
        8 => number(4, 8) == Some(year + 1),
        _ => false,
    }
}

/// Whether a reference (`reference_key`) can be looked for in free text: long enough, and neither a word nor a date.
pub(crate) fn tells_in_text(key: &str) -> bool {
    if is_number(key) { key.len() >= 6 && !is_date(key) } else { key.len() >= 5 && has_digit(key) }
}

/// Whether a reference hardly occurs by chance, so that it tells a contract without anything beside it.
pub(crate) fn tells_alone(key: &str) -> bool {
    tells_in_text(key) && key.len() >= if is_number(key) { 8 } else { 7 }
}

fn is_number(key: &str) -> bool {
    key.bytes().all(|b| b.is_ascii_digit())
}

fn has_digit(key: &str) -> bool {
    key.bytes().any(|b| b.is_ascii_digit())
}

/// Digits that read as a day or a month, with two or four digits of the year, first or last.
fn is_date(digits: &str) -> bool {
    let number = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u32>().ok());
    let is = |at: (usize, usize), range: std::ops::RangeInclusive<u32>| {
        number(at.0, at.1).is_some_and(|number| range.contains(&number))
    };
    let day = |from| is((from, from + 2), 1..=31);
    let month = |from| is((from, from + 2), 1..=12);
    let year = |from| is((from, from + 4), 1990..=2060);
    match digits.len() {
        6 => {
            (month(2) && (day(0) || day(4)))
                || (year(0) && month(4))
                || (month(0) && year(2))
                || (year(0) && is_year(digits))
        }
        8 => (day(0) && month(2) && year(4)) || (year(0) && month(4) && day(6)) || is_year(digits),
        _ => false,
    }
}

/// A title as it is compared: words in upper case with one space between them; none when nothing is left.
pub(crate) fn title_key(text: &str) -> Option<String> {
    let joined = tokens(&text.replace('&', " and ")).join(" ");
    let key: String = joined.chars().take(TITLE_CHARS).collect();
    (!key.is_empty()).then_some(key)
}

/// The runs of letters and digits of a text, in upper case.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|token| !token.is_empty())
        .map(str::to_uppercase)
        .collect()
}

/// How alike two titles are, in thousandths: the share of pairs of letters that they have in common
/// (Sørensen–Dice).
pub(crate) fn likeness(a: &str, b: &str) -> u16 {
    if a == b {
        return 1000;
    }
    let share = strsim::sorensen_dice(a, b) * 999.0;
    // Never the same, when they are not; no share is negative or above 999.
    let below = |thousandths: u16| f64::from(thousandths) <= share;
    (0..10).rev().fold(0, |found, bit| if below(found | 1 << bit) { found | 1 << bit } else { found })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_compared_without_separators() {
        for (text, key) in [
            ("S1417", Some("S1417")),
            (" dn-774246 / 1", Some("DN7742461")),
            ("028961-2025", Some("0289612025")),
            ("C 12.3", Some("C123")),
            ("N/A", None),
            ("TBC", None),
            ("Waiver", None),
            ("Not applicable", None),
            ("123", None),
            ("1", None),
            ("0000", None),
            ("XXXX", None),
            ("2023", None),
            ("2023/24", None),
            ("2023-2024", None),
            ("202399", Some("202399")),
            ("", None),
            ("-- --", None),
        ] {
            assert_eq!(reference_key(text).as_deref(), key, "{text}");
        }
    }

    #[test]
    fn references_tell_more_or_less() {
        for (key, in_text, alone) in [
            ("S141", false, false),
            ("S1417", true, false),
            ("DN774246", true, true),
            ("LOTNORTH", false, false),
            ("1417", false, false),
            ("774246", true, false),
            ("30142670", true, true),
            ("0289612025", true, true),
            ("010424", false, false),
            ("240431", false, false),
            ("202404", false, false),
            ("202425", false, false),
            ("042024", false, false),
            ("01042024", false, false),
            ("20240401", false, false),
        ] {
            assert_eq!((tells_in_text(key), tells_alone(key)), (in_text, alone), "{key}");
        }
    }

    #[test]
    fn titles_are_compared_word_by_word() {
        assert_eq!(title_key("  Grounds & Parks: care ").as_deref(), Some("GROUNDS AND PARKS CARE"));
        assert_eq!(title_key("…"), None);
        assert_eq!(title_key(&"long ".repeat(99)).map(|key| key.len()), Some(TITLE_CHARS));
        assert_eq!(likeness("GROUNDS", "GROUNDS"), 1000);
        assert!(likeness("GROUNDS MAINTENANCE", "GROUND MAINTENANCE") > 900);
        assert!(likeness("GROUNDS MAINTENANCE", "SCHOOL MEALS") < 200);
    }
}
