//! Published texts that are part of an index.

use rustc_hash::FxHashSet;
use sha2::{Digest as _, Sha256};

use crate::{archive::hex, load::rows::without_nul};

/// Bytes of a text in an index: PostgreSQL holds no more than 2,704 of an entry.
const BYTES: usize = 1_000;
/// Bytes kept of the beginning of a longer one.
const BEGINNING: usize = 400;

/// A text as an index can hold it; of one that is longer than any sensible one the beginning and a hash.
pub(crate) fn indexed(text: &str) -> String {
    let text = without_nul(text);
    if text.len() <= BYTES {
        return text;
    }
    let beginning = &text[..text.floor_char_boundary(BEGINNING)];
    format!("{beginning}…{}", hex(&Sha256::digest(text.as_bytes())))
}

/// A text that may be none.
pub(super) fn indexed_or_none(text: Option<&String>) -> Option<String> {
    text.map(|text| indexed(text))
}

/// Keys of which each stands once.
#[derive(Default)]
pub(super) struct Keys(FxHashSet<String>);

impl Keys {
    /// The key as an index can hold it, with a number where another was the same: nothing published is lost.
    pub(super) fn of(&mut self, text: &str) -> String {
        let key = indexed(text);
        let mut unique = key.clone();
        let mut number = 2;
        while !self.0.insert(unique.clone()) {
            unique = format!("{key}#{number}");
            number += 1;
        }
        unique
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_short_and_each_stands_once() {
        let mut keys = Keys::default();
        assert_eq!(
            ["a", "a", "a#2", "a\0", "a\u{fffd}"].map(|key| keys.of(key)),
            ["a", "a#2", "a#2#2", "a\u{fffd}", "a\u{fffd}#2"]
        );
        let long = "é".repeat(2_000);
        let (short, other) = (indexed(&long), indexed(&format!("{long}!")));
        assert!(short.len() < BYTES && short.starts_with('é') && short != other);
    }
}
