//! Text as publishers write it.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// The bytes after a byte-order mark.
pub(super) fn start(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head)
}

/// What separates cells, by the first line that holds anything.
pub(super) fn separator(head: &[u8]) -> u8 {
    let line =
        head.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    let count = |wanted: u8| line.iter().filter(|byte| **byte == wanted).count();
    if count(b'\t') > count(b',') { b'\t' } else { b',' }
}

/// UTF-8, else windows-1252; trimmed, and with spaces in place of control characters.
pub(super) fn clean(bytes: &[u8]) -> Cow<'_, str> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text.trim()),
        Err(_) => {
            let text = WINDOWS_1252.decode_without_bom_handling(bytes).0;
            Cow::Owned(text.trim().to_owned())
        }
    };
    if !text.contains(char::is_control) {
        return text;
    }
    let spaced = text.replace(char::is_control, " ");
    Cow::Owned(spaced.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_encodings_and_control_characters() {
        assert_eq!(start(b"\xef\xbb\xbfa"), b"a");
        assert_eq!(clean(b"  Caf\xe9 \x99"), "Café ™");
        assert_eq!(clean("Café".as_bytes()), "Café");
        assert_eq!(clean(b"two\r\nlines\0"), "two lines");
        assert_eq!((separator(b"\n a\tb, c\td\n,,,,"), separator(b"a,b")), (b'\t', b','));
    }
}
