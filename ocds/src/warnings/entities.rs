//! Texts that were escaped for a web page.

use super::{Found, Spot, WarningCode};

/// The longest names of entities that real texts hold: `&ThickSpace;` is not among them.
const LONGEST_NAME: usize = 8;

pub(super) fn at(spot: &Spot<'_>, found: &mut Found) {
    if spot.value.as_str().is_some_and(holds_entities) {
        found.add(WarningCode::HtmlEntities, spot.path());
    }
}

/// Whether there is something like `&amp;`, `&#39;` or `&#x27;` in it.
fn holds_entities(text: &str) -> bool {
    text.split('&').skip(1).any(|after| {
        after.find(';').is_some_and(|end| {
            let name = &after[..end];
            match name.strip_prefix('#') {
                Some(code) => is_code(code),
                None => {
                    (2..=LONGEST_NAME).contains(&end) && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
                }
            }
        })
    })
}

fn is_code(code: &str) -> bool {
    let (digits, is_digit): (_, fn(&u8) -> bool) = match code.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, u8::is_ascii_hexdigit),
        None => (code, u8::is_ascii_digit),
    };
    (1..=6).contains(&digits.len()) && digits.as_bytes().iter().all(is_digit)
}

#[cfg(test)]
mod tests {
    use super::super::{WarningCode, tests::found};
    use super::holds_entities;

    #[test]
    fn entities_are_told_from_ampersands() {
        for text in ["Smith &amp; Co", "it&#39;s", "it&#x27;s", "a & b &pound;5", "&nbsp;"] {
            assert!(holds_entities(text), "{text}");
        }
        for text in [
            "",
            "Smith & Co",
            "A&B; C",
            "R&D, sales; and more",
            "AT&T",
            "&;",
            "&#;",
            "&#x;",
            "&é;",
            "x?a=1&b=2",
        ] {
            assert!(!holds_entities(text), "{text}");
        }
    }

    #[test]
    fn every_text_is_looked_at() {
        let members = r#""tender": {"title": "Fire &amp; rescue", "x": ["a", "&#163;5"]}"#;
        assert_eq!(
            found(&[WarningCode::HtmlEntities], members),
            ["HTML_ENTITIES tender.title", "HTML_ENTITIES tender.x[1]"]
        );
    }
}
