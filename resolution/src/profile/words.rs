//! What a supplier type says, in the words of spend files: `SME`, `Non-SME`, `LARGE`, `VCS`, `Registered charity`.

/// What is said of size and kind; none where nothing is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Types {
    pub(super) sme: Option<bool>,
    pub(super) vcse: Option<bool>,
}

const SMALL: [&str; 8] = ["SME", "SMES", "STANSME", "SMALL", "MEDIUM", "MICRO", "MSME", "MICROBUSINESS"];
const SOCIAL: [&str; 20] = [
    "VCSE",
    "VCSES",
    "VCS",
    "VCFS",
    "VCSO",
    "VCO",
    "VSO",
    "TSO",
    "VOLUNTARY",
    "VOL",
    "CHARITY",
    "CHARITIES",
    "CHARITABLE",
    "CIC",
    "CIO",
    "SCIO",
    "COOPERATIVE",
    "MUTUAL",
    "NONPROFIT",
    "NFP",
];
/// Words that say so only together.
const SOCIAL_PHRASES: [&str; 7] = [
    " THIRD SECTOR ",
    " SOCIAL ENTERPRISE ",
    " SOCIAL ENTERPRISES ",
    " COMMUNITY INTEREST ",
    " COMMUNITY ENTERPRISE ",
    " NOT FOR PROFIT ",
    " NON PROFIT ",
];
/// Words that deny what they stand next to; `SME - No` denies, too.
const DENIALS: [&str; 5] = ["NON", "NOT", "NO", "N", "FALSE"];
/// Words that may stand between a denial and what it denies.
const FILLERS: [&str; 5] = ["A", "AN", "IS", "ARE", "OF"];

/// Reads a supplier type. A kind that is about neither (`Commercial`, `PUBLIC`, `Trade Creditors`) says nothing.
pub(super) fn types(text: &str) -> Types {
    let upper = text.to_uppercase().replace("CO-OP", "COOP");
    let mut words: Vec<&str> =
        upper.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if let ["NONSME", rest @ ..] = words.as_slice() {
        words = [&["NON", "SME"], rest].concat();
    }
    let is = |list: &[&str], word: &&str| list.contains(word);
    let small = words.iter().position(|word| is(&SMALL, word));
    let large = words.iter().position(|word| *word == "LARGE");
    let joined = format!(" {} ", words.join(" "));
    let phrase = SOCIAL_PHRASES.iter().any(|phrase| joined.contains(phrase));
    let social = words.iter().position(|word| is(&SOCIAL, word));
    let sme = match (small, large) {
        (Some(at), None) => Some(!is_denied(&words, at)),
        (None, Some(at)) => (!is_denied(&words, at)).then_some(false),
        // `SME or large` says nothing.
        _ => None,
    };
    let vcse = match social {
        _ if phrase => Some(true),
        Some(at) => Some(!is_denied(&words, at)),
        None => None,
    };
    // `SME, not VCSE`: who denies what is for people to read.
    if sme.is_some() && vcse.is_some() && sme != vcse {
        return match (large, sme) {
            (Some(_), Some(false)) => Types { sme, vcse },
            _ => Types::default(),
        };
    }
    Types { sme, vcse }
}

/// Whether a denial stands before a word (`Not an SME`), or ends the text after it (`SME: No`).
fn is_denied(words: &[&str], at: usize) -> bool {
    let denial = |word: &&&str| DENIALS.contains(*word);
    let before = words.iter().take(at).rev().find(|word| !FILLERS.contains(*word));
    let last = words.len() == at + 2;
    before.as_ref().is_some_and(denial) || (last && words.get(at + 1).as_ref().is_some_and(denial))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Types, types};

    #[test]
    fn many_spellings() {
        for (text, sme, vcse) in [
            ("SME", Some(true), None),
            ("sme organisation", Some(true), None),
            ("STANSME", Some(true), None),
            ("Small & Medium Enterprise", Some(true), None),
            ("Micro (0-9 employees)", Some(true), None),
            ("Small Business", Some(true), None),
            ("Non-SME", Some(false), None),
            ("NONSME", Some(false), None),
            ("Not an SME", Some(false), None),
            ("SME: No", Some(false), None),
            ("SME - Yes", Some(true), None),
            ("LARGE", Some(false), None),
            ("Large Enterprise (250+)", Some(false), None),
            ("Not large", None, None),
            ("SME or large", None, None),
            ("VCS", None, Some(true)),
            ("Voluntary Sector", None, Some(true)),
            ("Third Sector Organisation", None, Some(true)),
            ("Registered charity", None, Some(true)),
            ("Not for profit", None, Some(true)),
            ("Non-profit", None, Some(true)),
            ("C.I.C. / Social Enterprise", None, Some(true)),
            ("Non VCSE", None, Some(false)),
            ("SME / VCSE", Some(true), Some(true)),
            ("Large charity", Some(false), Some(true)),
            ("SME not VCSE", None, None),
            ("PUBLIC", None, None),
            ("Commercial", None, None),
            ("Trade Creditors", None, None),
            ("Not known", None, None),
            ("n/a", None, None),
            ("30071913", None, None),
            ("Community Council", None, None),
            ("", None, None),
        ] {
            assert_eq!(types(text), Types { sme, vcse }, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in ".{0,40}") {
            types(&text);
        }
    }
}
