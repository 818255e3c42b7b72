//! Blocking keys: only names that share one are compared, so that nobody compares a name with millions.

use crate::likeness::words_of;

/// The number of these rules, and of the words that they build on. Whoever changes what `blocks` gives for any name
/// increases it: registers that were loaded under other rules are told to be loaded again.
pub const BLOCK_RULES: i64 = 2;

/// Letters of the beginning and the end of a name.
const EDGE: usize = 8;

/// Consonants of a word.
const SKELETON: usize = 4;

/// Words of a name that are looked at.
const MOST_WORDS: usize = 6;

/// The blocking keys of a name key, at most three: what is stored (`organisation_block`, `supplier_block`).
///
/// Of the words that tell who it is (not SERVICES, SURGERY, UK): the beginning and the end of them written as one, and
/// the consonants of the first two, in the order of the alphabet.
pub fn blocks(key: &str) -> Vec<String> {
    let words = telling_words(key);
    let mut keys = Vec::with_capacity(3);
    push(&mut keys, beginning(&words));
    push(&mut keys, end(&words));
    match words.as_slice() {
        [one, other, ..] => push(&mut keys, pair(one, other)),
        [one] => push(&mut keys, single(one)),
        [] => {}
    }
    keys
}

/// The keys by which the stored ones of a name are looked up: `blocks`, and others as they would be if words had been
/// added, left out or put elsewhere. They cost no storage.
pub fn probes(key: &str) -> Vec<String> {
    let mut keys = blocks(key);
    let words = telling_words(key);
    for from in 1..words.len().min(4) {
        push(&mut keys, beginning(&words[from..]));
    }
    for to in (1..words.len()).rev().take(3) {
        push(&mut keys, end(&words[..to]));
    }
    for (place, one) in words.iter().enumerate() {
        for other in &words[place + 1..words.len().min(place + 4)] {
            push(&mut keys, pair(one, other));
        }
    }
    for one in words.iter().take(3) {
        push(&mut keys, single(one));
    }
    if let Some(parted) = parted(&words) {
        push(&mut keys, beginning(&parted));
        push(&mut keys, end(&parted));
    }
    if let [one] = words.as_slice()
        && is_practice(key)
    {
        // The register may have the street besides.
        for other in BESIDE_PRACTICES {
            push(&mut keys, pair(one, other));
        }
    }
    keys
}

/// The words without an AND that runs into its neighbours: `BRIGHTONANDSUSSEX`.
fn parted(words: &[String]) -> Option<Vec<String>> {
    let mut parted = words.to_vec();
    for word in &mut parted {
        let at = word.get(4..).and_then(|rest| rest.find("AND")).map(|at| at + 4);
        if let Some(at) = at.filter(|at| at + 3 < word.len()) {
            word.replace_range(at..at + 3, "");
        }
    }
    (parted != words).then_some(parted)
}

/// Words that stand in names of practices or are left out of them.
const BESIDE_PRACTICES: [&str; 8] = ["ROAD", "STREET", "HOUSE", "LANE", "AVENUE", "PARK", "VILLAGE", "DR"];

fn is_practice(key: &str) -> bool {
    const KINDS: [&str; 6] = ["SURGERY", "PRACTICE", "MEDICAL", "HEALTH", "CLINIC", "PARTNERS"];
    key.split(' ').any(|word| KINDS.contains(&word))
}

fn push(keys: &mut Vec<String>, key: String) {
    if key.chars().count() > 2 && !keys.contains(&key) {
        keys.push(key);
    }
}

/// The words that tell one name from others; all, where none does.
fn telling_words(key: &str) -> Vec<String> {
    let words = words_of(key);
    let mut telling: Vec<String> =
        words.iter().filter(|word| word.is_own()).map(|word| word.text.clone()).collect();
    if telling.is_empty() {
        telling = words.into_iter().map(|word| word.text).collect();
    }
    telling.truncate(MOST_WORDS);
    telling
}

fn beginning(words: &[String]) -> String {
    format!("<{}", words.iter().flat_map(|word| word.chars()).take(EDGE).collect::<String>())
}

fn end(words: &[String]) -> String {
    let letters: Vec<char> = words.iter().flat_map(|word| word.chars()).collect();
    format!(">{}", letters[letters.len().saturating_sub(EDGE)..].iter().collect::<String>())
}

fn pair(one: &str, other: &str) -> String {
    let (one, other) = (skeleton(one, SKELETON), skeleton(other, SKELETON));
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    format!("={first}.{second}")
}

fn single(word: &str) -> String {
    format!("={}", skeleton(word, SKELETON + 2))
}

/// The first letter, and the consonants and digits that follow, no letter twice in a row.
fn skeleton(word: &str, most: usize) -> String {
    let mut kept = String::new();
    let mut last = None;
    for (place, c) in word.chars().enumerate() {
        let is_vowel = matches!(c, 'A' | 'E' | 'I' | 'O' | 'U' | 'Y' | 'H');
        if (place == 0 || !is_vowel) && last != Some(c) {
            kept.push(c);
        }
        last = Some(c);
        if kept.chars().count() == most {
            break;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{likeness::vocabulary, name_key};

    #[test]
    fn names_of_one_firm_share_a_block() {
        for (one, other) in [
            ("Acme Facilities Ltd", "ACME FACILITY SERVICES (UK) LIMITED"),
            ("HOMECARE FOR YOU", "HOME CARE FOR YOU LIMITED"),
            ("Haliwell Homes", "HALLIWELL HOMES LIMITED"),
            ("J D Construction", "JD CONSTRUCTION LIMITED"),
            ("Glasdon UK Ltd", "GLASDON (UK) LIMITED"),
            ("HPC KINGS COLLEGE", "KINGS COLLEGE"),
            ("Care Today Childrens Services", "CARE TODAY (CHILDRENS SERVICES) LTD"),
            ("ASSOCIATION OF DIRECTORS OF PUBL", "Association of Directors of Public Health"),
            ("KESTRELANDMERLIN HOSPITALS NHS TRUST", "KESTREL AND MERLIN HOSPITALS NHS TRUST"),
            ("KESTREL SURGERY", "THE KESTREL ROAD SURGERY"),
            ("KESTREL AND PARTNERS", "DR KESTREL AND PARTNERS"),
            ("KESTREL COUNCIL", "LONDON BOROUGH OF KESTREL"),
        ] {
            let stored = blocks(&name_key(other));
            assert!(
                probes(&name_key(one)).iter().any(|key| stored.contains(key)),
                "{one} / {other}: {stored:?}"
            );
        }
    }

    #[test]
    fn changed_rules_have_another_number() {
        // What `blocks` gives for names with each word that is known, as one number (FNV-1a).
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for word in vocabulary() {
            for name in [format!("KESTREL {word} BROW"), format!("{word} KESTREL"), format!("KESTREL {word}")]
            {
                for byte in blocks(&name).join(" ").bytes() {
                    hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
                }
            }
        }
        assert_eq!(
            (BLOCK_RULES, hash),
            (2, 13_786_319_709_280_099_606),
            "blocks have changed: increase BLOCK_RULES, and write the new pair down here"
        );
    }

    proptest! {
        #[test]
        fn few_blocks_and_all_of_them_are_probed(key in "[A-Z0-9 ]{0,60}") {
            let stored = blocks(&key);
            prop_assert!(stored.len() <= 3);
            let asked = probes(&key);
            prop_assert!(stored.iter().all(|block| asked.contains(block)));
            prop_assert_eq!(stored.is_empty(), !key.chars().any(char::is_alphanumeric) || stored.is_empty());
        }
    }
}
