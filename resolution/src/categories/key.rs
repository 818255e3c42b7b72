//! The codes in the labels of categories.

/// A key without the codes that ledgers put before or behind the words: `R4100 - AGENCY STAFF`, `AGENCY STAFF (4100)`.
/// None when there are no such codes, or nothing but codes.
pub(super) fn without_codes(key: &str) -> Option<String> {
    let is_code = |word: &&str| {
        !word.chars().any(char::is_alphabetic)
            || (word.chars().any(|c| c.is_ascii_digit())
                && word.chars().filter(|c| c.is_alphabetic()).count() <= 2)
    };
    let words: Vec<&str> = key.split(' ').collect();
    let from = words.iter().take_while(|word| is_code(word)).count();
    let behind = words.iter().skip(from).rev().take_while(|word| is_code(word)).count();
    let kept = words.get(from..words.len().checked_sub(behind)?)?;
    (kept.len() < words.len() && !kept.is_empty()).then(|| kept.join(" "))
}

/// A number in a label that may be a code of CPV: eight digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CpvLike {
    pub(super) code: String,
    /// It has a check digit, or the label says `CPV`: it is meant to be one.
    pub(super) is_said: bool,
}

/// The first number of eight digits, with or without a check digit.
pub(super) fn cpv_like(key: &str) -> Option<CpvLike> {
    let says_cpv = key.contains("CPV");
    key.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).find_map(|word| {
        let (code, check) = word.split_once('-').map_or((word, None), |(code, check)| (code, Some(check)));
        let is_check = |check: &str| check.len() == 1 && check.bytes().all(|byte| byte.is_ascii_digit());
        let is_code = code.len() == 8 && code.bytes().all(|byte| byte.is_ascii_digit());
        (is_code && check.is_none_or(is_check))
            .then(|| CpvLike { code: code.to_owned(), is_said: says_cpv || check.is_some() })
    })
}

/// The first number of six digits: it may be a code of ProClass.
pub(super) fn proclass_like(key: &str) -> Option<&str> {
    key.split(|c: char| !c.is_ascii_alphanumeric())
        .find(|word| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use anchorhub_identity::label_key;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn codes_of_ledgers_fall_away() {
        for (label, words) in [
            ("R4100 - Agency Staff", Some("AGENCY STAFF")),
            ("Agency staff (4100)", Some("AGENCY STAFF")),
            ("4100 Agency  Staff 12/3", Some("AGENCY STAFF")),
            ("Agency Staff", None),
            ("4100 - 12", None),
            ("", None),
        ] {
            assert_eq!(without_codes(&label_key(label)).as_deref(), words, "{label}");
        }
    }

    #[test]
    fn codes_of_vocabularies_are_found() {
        for (label, code, is_said) in [
            ("85311100-3", Some("85311100"), true),
            ("85311100", Some("85311100"), false),
            ("CPV 85311100: welfare services for the elderly", Some("85311100"), true),
            ("Welfare (85311100-3)", Some("85311100"), true),
            ("8531110", None, false),
            ("853111003", None, false),
            ("85311100-34", None, false),
            ("A85311100", None, false),
        ] {
            let found = cpv_like(&label_key(label));
            assert_eq!(found.as_ref().map(|found| found.code.as_str()), code, "{label}");
            assert_eq!(found.is_some_and(|found| found.is_said), is_said, "{label}");
        }
        assert_eq!(proclass_like("271112 - TEMPORARY STAFF"), Some("271112"));
        assert_eq!(proclass_like("27111 - TEMPORARY STAFF"), None);
    }

    proptest! {
        #[test]
        fn any_label_is_read(label in ".{0,40}") {
            let key = label_key(&label);
            cpv_like(&key);
            proclass_like(&key);
            if let Some(words) = without_codes(&key) {
                prop_assert!(words.len() < key.len());
            }
        }
    }
}
