//! Whether a supplier is small, or of the voluntary sector: yes, no, or unknown, which is never no.

use super::words::{plain, says_nothing};

/// What a cell answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::registers) struct Answer {
    /// Whether the supplier is a small or medium enterprise.
    pub(in crate::registers) sme: Option<bool>,
    /// Whether it is a voluntary, community or social enterprise.
    pub(in crate::registers) vcse: Option<bool>,
    /// Size in the words of OCDS, where one is stated.
    pub(in crate::registers) scale: Option<&'static str>,
    /// Whether something is said that is no answer.
    pub(in crate::registers) is_unreadable: bool,
}

/// Reads the answer to «is it an SME?».
pub(in crate::registers) fn read_sme(cell: &str) -> Answer {
    read(cell, |yes| Answer { sme: Some(yes), ..Answer::default() })
}

/// Reads the answer to «is it a VCSE?».
pub(in crate::registers) fn read_vcse(cell: &str) -> Answer {
    read(cell, |yes| Answer { vcse: Some(yes), ..Answer::default() })
}

/// Reads the answer to both questions in one cell: no is no to both, but a bare yes is yes to nobody knows which.
pub(in crate::registers) fn read_both(cell: &str) -> Answer {
    read(cell, |yes| {
        if yes {
            Answer { is_unreadable: true, ..Answer::default() }
        } else {
            Answer { sme: Some(false), vcse: Some(false), ..Answer::default() }
        }
    })
}

fn read(cell: &str, answer: impl Fn(bool) -> Answer) -> Answer {
    let text = plain(cell);
    match text.as_str() {
        "yes" | "y" | "true" | "1" => return answer(true),
        "no" | "n" | "false" | "0" => return answer(false),
        "neither" => return Answer { sme: Some(false), vcse: Some(false), ..Answer::default() },
        "both" | "sme and vcse" | "sme vcse" => {
            return Answer { sme: Some(true), vcse: Some(true), scale: Some("sme"), is_unreadable: false };
        }
        _ => {}
    }
    if let Some(found) = in_words(&text) {
        return found;
    }
    // `Various` is no answer; `N/A` and a dash only say that there is none.
    let is_unreadable =
        !says_nothing(cell) || matches!(text.as_str(), "various" | "multiple" | "varies" | "x");
    Answer { is_unreadable, ..Answer::default() }
}

/// `SME`, `Small`, `Non-SME`, `Large`, `VCSE - 1049226`, `Yes - SME`, `Charity`.
fn in_words(text: &str) -> Option<Answer> {
    let words: Vec<&str> = text.split(' ').collect();
    let has = |options: &[&str]| words.iter().any(|word| options.contains(word));
    let denies = has(&["non", "not", "no", "isn", "neither"]);
    let small = has(&["sme", "smes", "small", "medium", "micro"]);
    let social = has(&["vcse", "vcs", "vcfs", "charity", "voluntary", "cic", "community", "social"]);
    if has(&["large"]) && !small {
        return Some(Answer {
            sme: Some(false),
            vcse: social.then_some(!denies),
            scale: Some("large"),
            is_unreadable: false,
        });
    }
    if !small && !social {
        return None;
    }
    let scale = match () {
        () if !small || denies => None,
        () if has(&["micro"]) => Some("micro"),
        () if has(&["small"]) && !has(&["medium"]) => Some("small"),
        () if has(&["medium"]) && !has(&["small"]) => Some("medium"),
        () => Some("sme"),
    };
    // `SME but not VCSE` is for people.
    if small && social && denies {
        return Some(Answer { is_unreadable: true, ..Answer::default() });
    }
    Some(Answer {
        sme: small.then_some(!denies),
        vcse: social.then_some(!denies),
        scale,
        is_unreadable: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_have_three_states() {
        for (cell, sme, unreadable) in [
            ("Yes", Some(true), false),
            ("y", Some(true), false),
            ("NO", Some(false), false),
            ("SME", Some(true), false),
            ("Small", Some(true), false),
            ("Non-SME", Some(false), false),
            ("Large", Some(false), false),
            ("", None, false),
            ("N/A", None, false),
            ("-", None, false),
            ("Various", None, true),
            ("perhaps", None, true),
        ] {
            let answer = read_sme(cell);
            assert_eq!((answer.sme, answer.is_unreadable), (sme, unreadable), "{cell}");
        }
        for (cell, sme, vcse, unreadable) in [
            ("SME", Some(true), None, false),
            ("VCSE - 1049226", None, Some(true), false),
            ("SME & VCSE", Some(true), Some(true), false),
            ("Both", Some(true), Some(true), false),
            ("No", Some(false), Some(false), false),
            ("Neither", Some(false), Some(false), false),
            ("Yes", None, None, true),
            ("Registered charity", None, Some(true), false),
            ("SME not VCSE", None, None, true),
        ] {
            let answer = read_both(cell);
            assert_eq!((answer.sme, answer.vcse, answer.is_unreadable), (sme, vcse, unreadable), "{cell}");
        }
        assert_eq!((read_vcse("Yes").vcse, read_vcse("Yes").sme), (Some(true), None));
        assert_eq!(read_sme("Micro").scale, Some("micro"));
        assert_eq!(read_sme("Large").scale, Some("large"));
        assert_eq!(read_sme("Yes").scale, None);
    }
}
