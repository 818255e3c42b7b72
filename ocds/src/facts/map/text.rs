//! Texts as people read them.

/// The longest name of an entity in [`NAMED`].
const LONGEST_NAME: usize = 6;

/// Entities by name: those of the signs that UK notices hold.
const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("apos", '\''),
    ("gt", '>'),
    ("lt", '<'),
    ("quot", '"'),
    ("nbsp", ' '),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("agrave", 'à'),
    ("auml", 'ä'),
    ("bull", '•'),
    ("ccedil", 'ç'),
    ("copy", '©'),
    ("deg", '°'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("egrave", 'è'),
    ("euml", 'ë'),
    ("euro", '€'),
    ("frac12", '½'),
    ("frac14", '¼'),
    ("frac34", '¾'),
    ("hellip", '…'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iuml", 'ï'),
    ("laquo", '«'),
    ("ldquo", '“'),
    ("lsquo", '‘'),
    ("mdash", '—'),
    ("micro", 'µ'),
    ("middot", '·'),
    ("ndash", '–'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("ograve", 'ò'),
    ("ouml", 'ö'),
    ("para", '¶'),
    ("plusmn", '±'),
    ("pound", '£'),
    ("raquo", '»'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rsquo", '’'),
    ("sect", '§'),
    ("sup2", '²'),
    ("sup3", '³'),
    ("szlig", 'ß'),
    ("times", '×'),
    ("trade", '™'),
    ("uacute", 'ú'),
    ("ucirc", 'û'),
    ("uuml", 'ü'),
    ("wcirc", 'ŵ'),
    ("ycirc", 'ŷ'),
];

/// What the numbers 128 to 159 stand for where they are those of windows-1252, as in `&#146;`.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// A text without HTML entities, without white space around it, and without characters that no database
/// keeps; nothing when nothing is left of it.
pub(super) fn readable(text: &str) -> Option<String> {
    let decoded = decode(text);
    let mut clean = String::with_capacity(decoded.len());
    clean.extend(decoded.trim().chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')));
    (!clean.is_empty()).then_some(clean)
}

fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        decoded.push_str(before);
        match entity(from) {
            Some((character, length)) => {
                decoded.push(character);
                rest = &from[length..];
            }
            None => {
                decoded.push('&');
                rest = &from[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

/// The character that an entity at the start of a text stands for, and the bytes of the entity.
fn entity(text: &str) -> Option<(char, usize)> {
    let name_and_more = text.strip_prefix('&')?;
    let end = name_and_more.bytes().take(LONGEST_NAME + 3).position(|byte| byte == b';')?;
    let name = name_and_more.get(..end)?;
    let character = match name.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((character, end + 2))
}

fn numbered(number: &str) -> Option<char> {
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    // A number as Rust reads it may have a plus sign.
    let code = u32::from_str_radix(digits, radix).ok().filter(|_| !digits.starts_with('+'))?;
    match usize::try_from(code).ok()?.checked_sub(0x80).and_then(|at| WINDOWS.get(at)) {
        Some(character) => Some(*character),
        None => char::from_u32(code),
    }
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn entities_become_characters() {
        for (text, expected) in [
            ("Smith &amp; Co", "Smith & Co"),
            ("it&#39;s &pound;5 &#x27;or&#X27; so", "it's £5 'or' so"),
            ("the council&#146;s", "the council’s"),
            ("&lt;b&gt;&nbsp;x", "<b> x"),
            ("&amp;pound;", "&pound;"),
            (
                "R&D; AT&T &unknown; &#; &#x; &#+5; &#1114112; &",
                "R&D; AT&T &unknown; &#; &#x; &#+5; &#1114112; &",
            ),
            ("&é;&aaaaaaaaaaaaaé", "&é;&aaaaaaaaaaaaaé"),
        ] {
            assert_eq!(readable(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_kept_is_left_out() {
        assert_eq!(readable(" a\u{0}b\r\n\tc&#0; ").as_deref(), Some("ab\n\tc"));
        assert_eq!(readable("&nbsp;\u{7}"), None);
        assert_eq!(readable(" "), None);
    }
}
