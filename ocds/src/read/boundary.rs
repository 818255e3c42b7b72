//! Where a JSON value ends, found without reading it.

use memchr::memchr2;

/// Follows one JSON value through the chunks in which it arrives. It counts brackets and knows texts, no
/// more: whether the value is JSON is for the reader of its text to say.
#[derive(Debug, Default)]
pub(super) struct Boundary {
    started: bool,
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Boundary {
    /// How many bytes of this chunk belong to the value, and whether it ends with them. A number or a word
    /// ends before the first byte that cannot belong to one.
    pub(super) fn follow(&mut self, chunk: &[u8]) -> (usize, bool) {
        let mut at = 0;
        while let Some(&byte) = chunk.get(at) {
            if self.in_text {
                at = self.follow_text(chunk, at);
                if !self.in_text && self.depth == 0 {
                    return (at, true);
                }
                continue;
            }
            match byte {
                b'"' if self.started && self.depth == 0 => return (at, true),
                b'"' => self.in_text = true,
                b'{' | b'[' if self.started && self.depth == 0 => return (at, true),
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth == 0 => return (at, true),
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return (at + 1, true);
                    }
                }
                b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' if self.depth == 0 => return (at, true),
                _ => {}
            }
            self.started = true;
            at += 1;
        }
        (at, false)
    }

    /// Whether the value may end where the stream does: a number or a word may.
    pub(super) fn may_end(&self) -> bool {
        self.started && self.depth == 0 && !self.in_text
    }

    /// The first byte after what this chunk holds of a text.
    fn follow_text(&mut self, chunk: &[u8], mut at: usize) -> usize {
        if self.escaped {
            self.escaped = false;
            at += 1;
        }
        while let Some(found) = chunk.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
            at += found;
            if chunk[at] == b'"' {
                self.in_text = false;
                return at + 1;
            }
            at += 2;
            if at > chunk.len() {
                self.escaped = true;
                return chunk.len();
            }
        }
        chunk.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value at the start of a stream that arrives in chunks of so many bytes.
    fn first(stream: &str, size: usize) -> Option<usize> {
        let mut boundary = Boundary::default();
        let mut taken = 0;
        for chunk in stream.as_bytes().chunks(size) {
            let (length, ends) = boundary.follow(chunk);
            taken += length;
            if ends {
                return Some(taken);
            }
        }
        boundary.may_end().then_some(taken)
    }

    #[test]
    fn a_value_ends_at_the_same_byte_however_it_is_cut() {
        for (value, rest) in [
            ("{}", "{}"),
            (r#"{"a":"}\"{","b":[[],{}]}"#, ",1"),
            (r#"["\\","\\\"]"]"#, " "),
            (r#""a\"b""#, ":1"),
            (r#""""#, "\"b\""),
            ("1e9999", "\n2"),
            ("-1.5", "]"),
            ("null", "}"),
            ("true", "[1]"),
        ] {
            let stream = format!("{value}{rest}");
            for size in 1..=stream.len() {
                assert_eq!(first(&stream, size), Some(value.len()), "{stream} by {size}");
            }
        }
    }

    #[test]
    fn only_numbers_and_words_may_end_with_the_stream() {
        assert_eq!(first("12", 1), Some(2));
        for cut in ["{", "[1,2", r#""abc"#, r#""abc\"#, r#"{"a":"}"#] {
            for size in 1..=cut.len() {
                assert_eq!(first(cut, size), None, "{cut} by {size}");
            }
        }
    }
}
