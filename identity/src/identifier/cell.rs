//! A published identifier, cleaned of what people and spreadsheets put around it.

use super::{IdentifierProblem, Scheme};

/// Words before a number that only say what it is.
const LABELS: [&str; 13] = [
    "COMPANY",
    "COMPANIES",
    "HOUSE",
    "REGISTERED",
    "REGISTRATION",
    "REG",
    "CRN",
    "CHARITY",
    "VAT",
    "NUMBER",
    "NUM",
    "NO",
    "NR",
];

/// A value that is not empty.
pub(super) struct Cell {
    /// As published, trimmed.
    pub(super) published: String,
    /// Its letters and digits in upper case, without labels.
    pub(super) compact: String,
    /// The part behind the last hyphen or slash, when that is short and of digits: `1` of `1074622-1`.
    pub(super) suffix: Option<String>,
    /// A label says that it is a charity's.
    pub(super) says_charity: bool,
    /// A letter was in lower case.
    pub(super) had_lower_case: bool,
}

/// None for a text without letters or digits.
pub(super) fn read(text: &str) -> Option<Cell> {
    let published = text.trim();
    // Spreadsheets make a decimal of a number: `4103211.0`.
    let whole = published
        .strip_suffix(".0")
        .filter(|whole| !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit()))
        .unwrap_or(published);
    let words: Vec<&str> =
        whole.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let labels = labels_before(&words);
    let says_charity = words.iter().take(labels).any(|word| word.eq_ignore_ascii_case("CHARITY"));
    let kept = words.get(labels..)?;
    let written = kept.concat();
    let compact = written.to_uppercase();
    if compact.is_empty() {
        return None;
    }
    let suffix = whole
        .rsplit_once(['-', '/'])
        .map(|(_, end)| end.trim())
        .filter(|end| kept.len() > 1 && end.len() <= 2 && !end.is_empty())
        .filter(|end| end.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned);
    let had_lower_case = written.bytes().any(|byte| byte.is_ascii_lowercase());
    Some(Cell { published: published.to_owned(), compact, suffix, says_charity, had_lower_case })
}

/// How many labels stand before the number. `NO 000123` alone may be a society of Northern Ireland.
fn labels_before(words: &[&str]) -> usize {
    let is_label = |word: &&&str| LABELS.iter().any(|label| label.eq_ignore_ascii_case(word));
    let labels = words.iter().take_while(is_label).count();
    let is_prefix = labels == 1 && words.first().is_some_and(|word| word.eq_ignore_ascii_case("NO"));
    let rest = words.iter().skip(labels).map(|word| word.len()).sum::<usize>();
    if labels == words.len() || (is_prefix && rest <= 6) { 0 } else { labels }
}

impl Cell {
    pub(super) fn is_digits(&self) -> bool {
        is_digits(&self.compact)
    }

    pub(super) fn length(&self, scheme: Scheme, expected: &'static str) -> IdentifierProblem {
        let found = self.compact.chars().count();
        IdentifierProblem::Length { scheme, value: self.compact.clone(), found, expected }
    }

    pub(super) fn form(&self, scheme: Scheme, expected: &'static str) -> IdentifierProblem {
        IdentifierProblem::Form { scheme, value: self.published.clone(), expected }
    }
}

/// ASCII digits and nothing else; false for an empty text.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
