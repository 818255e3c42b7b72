//! The faces of a published name: what it says whole, without its brackets, before and behind `#`, `T/A` or a dash.

use super::{
    vocabulary::Class,
    within::names_within,
    words::{Word, words_of},
};
use crate::name_key;

/// Where in a published name a face stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// All of it.
    Whole,
    /// Before a mark: the payee itself.
    Head,
    /// Up to the word that ends names: `SURGERY`, `COUNCIL`, `LTD`.
    Closed,
    /// Behind a mark: what it trades as, or where.
    Tail,
    /// Between codes, ends of other names and departments: a reading that only an entry of a register can show to be right.
    Within,
    /// Likewise, before words that may be anything.
    Before,
}

/// One of the names that a published name holds.
#[derive(Clone, Debug)]
pub(crate) struct Face {
    pub(crate) place: Place,
    /// What stands in brackets was left out.
    pub(crate) is_bare: bool,
    /// Its name key.
    pub(crate) key: String,
    pub(crate) words: Vec<Word>,
}

/// What divides a published name in a name and another name, a branch or a remark.
const MARKS: [&str; 9] = [
    " T/A ",
    " T/A:",
    " T/AS ",
    " T\\A ",
    " TA ",
    " TRADING AS ",
    " A DIVISION OF ",
    " FORMERLY ",
    " INCORPORATING ",
];

/// The faces of a name as a register states it: the whole, and without its brackets.
pub(crate) fn registered_faces(name: &str) -> Vec<Face> {
    let upper = name.to_uppercase();
    let mut faces = Vec::with_capacity(2);
    add(&mut faces, Place::Whole, false, &upper);
    add(&mut faces, Place::Whole, true, &upper);
    faces
}

/// All faces of a published name, the whole first, none twice.
pub(crate) fn published_faces(name: &str) -> Vec<Face> {
    let upper = repaired(&name.to_uppercase());
    let mut faces: Vec<Face> = Vec::with_capacity(3);
    let (head, tails) = divided(&upper);
    let place = if tails.is_empty() { Place::Whole } else { Place::Head };
    add(&mut faces, place, false, head);
    if !is_cut_in_brackets(head) {
        add(&mut faces, place, true, head);
    }
    if let Some(closed) = closed(head) {
        add(&mut faces, Place::Closed, false, closed);
        // `MEDICAL CENTRE` is no name, and `CENTRAL SURGERY` that of many.
        let tells = |word: &Word| matches!(word.class, Class::Plain | Class::Place);
        faces.retain(|face| face.place != Place::Closed || face.words.iter().any(tells));
    }
    for (name, place) in names_within(&with_brackets(head)) {
        add(&mut faces, place, false, &name);
    }
    for tail in tails {
        add(&mut faces, Place::Tail, false, tail);
    }
    faces
}

fn add(faces: &mut Vec<Face>, place: Place, is_bare: bool, text: &str) {
    let text = if is_bare { without_brackets(text) } else { with_brackets(text) };
    let words = words_of(&text);
    // What is read otherwise where a register is asked may weigh less than the same words where none is.
    let is_known =
        |face: &Face| face.words == words && (face.place != Place::Closed || place != Place::Within);
    if !words.is_empty() && !faces.iter().any(is_known) {
        faces.push(Face { place, is_bare, key: name_key(&text), words });
    }
}

/// A hard space that was read in the wrong encoding and then cleaned leaves `AA` at the end of words.
fn repaired(upper: &str) -> String {
    let words = || upper.split_whitespace();
    let marred = words().filter(|word| word.len() > 2 && word.ends_with("AA")).count();
    if marred == 0 || marred * 2 < words().count() {
        return upper.to_owned();
    }
    words().map(|word| word.strip_suffix("AA").unwrap_or(word)).collect::<Vec<_>>().join(" ")
}

/// What stands before the first mark, and what stands behind each.
fn divided(upper: &str) -> (&str, Vec<&str>) {
    let mut parts = vec![upper];
    for mark in MARKS.iter().chain(&["#", " - ", "@"]) {
        parts = parts.into_iter().flat_map(|part| part.split(mark)).collect();
    }
    // Numbers alone are site suffixes.
    parts.retain(|part| part.chars().any(char::is_alphabetic));
    match parts.split_first() {
        Some((head, tails)) => (head, tails.to_vec()),
        None => (upper, Vec::new()),
    }
}

/// Words that end the names of bodies, so that what stands behind the last of them is a place or a remark.
const ENDS: &str = "LTD LIMITED PLC LLP CIC SURGERY PRACTICE CENTRE CENTER COUNCIL NHSFT NHST HOSPITAL HOSPITALS SCHOOL ACADEMY";

/// Words that may belong to a second body: then nothing is cut.
const SECOND: &str =
    "TRUST NHS GROUP UNIVERSITY COLLEGE HEALTH MEDICAL CHARITY FUND HOSP FOUNDATION FT PARTNERSHIP AND";

/// The text up to the last such word, unless that is all of it; a name has at least two words.
pub(super) fn closed(text: &str) -> Option<&str> {
    let is_one_of = |list: &str, word: &str| list.split_whitespace().any(|other| other == word);
    let (mut at, mut words, mut end, mut last) = (0, 0, None, "");
    for part in text.split_inclusive(' ') {
        at += part.len();
        let word = part.trim_matches(|c: char| !c.is_alphanumeric());
        if word.is_empty() {
            continue;
        }
        words += 1;
        let is_end = is_one_of(ENDS, word) || (word == "GROUP" && last == "MEDICAL");
        last = word;
        if words > 1 && is_end {
            end = Some(at);
        } else if is_one_of(SECOND, word) && end.is_some() {
            return None;
        }
    }
    let end = end.filter(|end| *end < text.trim_end().len())?;
    text.get(..end)
}

fn with_brackets(text: &str) -> String {
    text.replace(['(', ')', '[', ']', '{', '}'], " ")
}

/// Whether the name was cut off within brackets, so that nobody knows what stands behind them.
fn is_cut_in_brackets(text: &str) -> bool {
    text.matches(['(', '[', '{']).count() > text.matches([')', ']', '}']).count()
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => {
                depth += 1;
                kept.push(' ');
            }
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(name: &str) -> Vec<(Place, String)> {
        published_faces(name)
            .into_iter()
            .map(|face| {
                let words: Vec<String> = face.words.into_iter().map(|word| word.text).collect();
                (face.place, words.join(" "))
            })
            .collect()
    }

    #[test]
    fn a_published_name_may_hold_several() {
        for (name, expected) in [
            ("Glasdon (UK) Limited", vec![(Place::Whole, "GLASDON UK"), (Place::Whole, "GLASDON")]),
            ("Npower Limited#Business", vec![(Place::Head, "NPOWER"), (Place::Tail, "BUSINESS")]),
            ("Taxi Firm #4", vec![(Place::Whole, "TAXI FIRM")]),
            ("Bunzl UK Ltd TA Greenham", vec![(Place::Head, "BUNZL UK"), (Place::Tail, "GREENHAM")]),
            ("EASTAA LONDONAA NHSAA TRUST", vec![(Place::Whole, "EAST LONDON NHSTRUST")]),
            ("Acme", vec![(Place::Whole, "ACME")]),
        ] {
            let expected: Vec<(Place, String)> =
                expected.into_iter().map(|(place, text)| (place, text.to_owned())).collect();
            assert_eq!(shown(name), expected, "{name}");
        }
        assert!(published_faces("").is_empty());
    }
}
