//! The words of a name in their basic form, so that ways of writing no longer count.

use strsim::osa_distance;

use super::{
    leniency::sorts_of,
    vocabulary::{Class, class_of, long_form},
};

/// A word in its basic form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) class: Class,
    /// Which letters occur, a bit for each; some share one.
    pub(crate) letters: u64,
    /// Which kinds of bodies are called with it, or without it.
    pub(crate) sorts: u8,
}

impl Word {
    fn new(text: &str) -> Self {
        let letters = text.chars().fold(0, |bits, letter| bits | 1 << (u32::from(letter) % u64::BITS));
        Self { class: class_of(text), text: text.to_owned(), letters, sorts: sorts_of(text) }
    }

    /// Whether it belongs to this name, and not to every second one.
    pub(crate) fn is_own(&self) -> bool {
        matches!(self.class, Class::Plain | Class::Place | Class::Number)
    }

    fn tells(&self) -> bool {
        !matches!(self.class, Class::Stop | Class::Form)
    }
}

/// Legal forms of several words, and their usual abbreviation.
const LONG_FORMS: [(&[&str], &str); 4] = [
    (&["PUBLIC", "LIMITED", "COMPANY"], "PLC"),
    (&["COMMUNITY", "INTEREST", "COMPANY"], "CIC"),
    (&["LIMITED", "LIABILITY", "PARTNERSHIP"], "LLP"),
    (&["CHARITABLE", "INCORPORATED", "ORGANISATION"], "CIO"),
];

/// The words of a text in upper case: abbreviations written out, plurals made singular, initials joined, `NHS FT` and
/// the like made one word, references to invoices and accounts cut, AND and THE left out.
pub(crate) fn words_of(text: &str) -> Vec<Word> {
    let tokens = tokens(text);
    let tokens = forms_joined(&tokens);
    let tokens = without_references(&tokens);
    let tokens = initials_joined(&tokens);
    let tokens = run_ons_split(&tokens);
    let mut basic = Vec::with_capacity(tokens.len());
    for (place, token) in tokens.iter().enumerate() {
        if token == "ST" && is_street(&tokens, place) {
            basic.push("STREET".to_owned());
            continue;
        }
        match long_form(token) {
            Some(long) => basic.extend(long.split(' ').map(singular)),
            None => basic.push(singular(token)),
        }
    }
    let mut words: Vec<Word> = trusts_joined(&basic).iter().map(|text| Word::new(text)).collect();
    for place in 0..words.len() {
        // A medical group or group practice is a practice, not a group of companies.
        let is_practice = place.checked_sub(1).is_some_and(|before| words[before].text == "MEDICAL")
            || words.get(place + 1).is_some_and(|next| next.text == "PRACTICE");
        if words[place].text == "GROUP" && is_practice {
            words[place].class = Class::Kind;
        }
        // LONDON BOROUGH is the kind of council.
        if words[place].text == "LONDON" && words.get(place + 1).is_some_and(|next| next.text == "BOROUGH") {
            words[place].class = Class::Kind;
        }
    }
    if words.iter().any(Word::tells) {
        words.retain(Word::tells);
    }
    without_repeats(words)
}

/// `ST` is a street where a kind of body or nothing follows: `MILL ST SURGERY`.
fn is_street(tokens: &[String], place: usize) -> bool {
    let long = |token: &String| class_of(long_form(token).unwrap_or(token)) == Class::Kind;
    place > 0 && tokens.get(place + 1).is_none_or(long)
}

/// The words of a text in their basic form, written as one: for telling at a glance that two names have little in common.
pub fn written_out(text: &str) -> String {
    words_of(text).into_iter().map(|word| word.text).collect()
}

/// Whether a list of words holds one.
pub(crate) fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|other| other == word)
}

/// The words of a name key that tell who it is, written as one, where it holds words for a kind of body, which may be said in
/// another way (`SURGERY`, `MEDICAL CENTRE`).
pub fn telling(key: &str) -> Option<String> {
    let is_kind = |word: &&str| matches!(class_of(word), Class::Kind);
    if !key.split(' ').any(|word| is_kind(&word)) {
        return None;
    }
    Some(key.split(' ').filter(|word| !is_kind(word)).collect())
}

/// Words that say again what others have said: repeated ones, and the initials of all others (`HQIP`).
fn without_repeats(words: Vec<Word>) -> Vec<Word> {
    let mut kept: Vec<Word> = Vec::with_capacity(words.len());
    for word in words {
        // A group of a group is another body.
        if word.class == Class::Group || !kept.iter().any(|other| other.text == word.text) {
            kept.push(word);
        }
    }
    if kept.len() < 4 {
        return kept;
    }
    let is_initials = |place: usize| {
        let others = kept.iter().enumerate().filter(|(other, _)| *other != place);
        let initials = others.filter_map(|(_, word)| word.text.chars().next());
        kept[place].class == Class::Plain && initials.eq(kept[place].text.chars())
    };
    if let Some(place) = (0..kept.len()).find(|place| is_initials(*place)) {
        kept.remove(place);
    }
    kept
}

/// Words of letters and digits; apostrophes and full stops join.
fn tokens(text: &str) -> Vec<String> {
    let mut cleaned = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' | '+' => cleaned.push_str(" AND "),
            '\'' | '’' | '`' | '´' | '.' => {}
            c if c.is_alphanumeric() => cleaned.push(c),
            _ => cleaned.push(' '),
        }
    }
    cleaned.split_whitespace().map(str::to_owned).collect()
}

fn forms_joined(tokens: &[String]) -> Vec<String> {
    let mut joined = Vec::with_capacity(tokens.len());
    let mut rest = tokens;
    while let Some((first, others)) = rest.split_first() {
        let form = LONG_FORMS
            .iter()
            .find(|(long, _)| rest.len() >= long.len() && rest.iter().zip(*long).all(|(a, b)| a == b));
        match form {
            Some((long, short)) => {
                joined.push((*short).to_owned());
                rest = &rest[long.len()..];
            }
            None => {
                joined.push(first.clone());
                rest = others;
            }
        }
    }
    joined
}

/// References to invoices and accounts that stand beside a name, or run into it: `P92003`, `COUNCIL901450514`.
/// Years, and numbers of up to three digits, belong to names.
fn without_references(tokens: &[String]) -> Vec<String> {
    let kept: Vec<String> = tokens
        .iter()
        .filter_map(|token| {
            let longest_run = digits_in_a_row(token);
            if longest_run < 3 || is_year(token) || (longest_run == token.len() && longest_run < 5) {
                return Some(token.clone());
            }
            let letters = token.split(|c: char| c.is_ascii_digit()).max_by_key(|part| part.len())?;
            // `001450NHS` is a name behind a number, `BC183362` a number with its series.
            let least = if token.starts_with(|c: char| c.is_ascii_digit()) { 3 } else { 4 };
            (letters.chars().count() >= least).then(|| letters.to_owned())
        })
        .collect();
    if kept.is_empty() { tokens.to_vec() } else { kept }
}

fn digits_in_a_row(token: &str) -> usize {
    token.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0)
}

fn is_year(token: &str) -> bool {
    token.len() == 4 && (token.starts_with("19") || token.starts_with("20")) && digits_in_a_row(token) == 4
}

/// `A P S` and `J D SMITH` as `APS` and `JD SMITH`.
fn initials_joined(tokens: &[String]) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(tokens.len());
    let mut in_initials = false;
    for token in tokens {
        let is_initial = token.chars().count() == 1;
        match joined.last_mut() {
            Some(last) if is_initial && in_initials => last.push_str(token),
            _ => joined.push(token.clone()),
        }
        in_initials = is_initial;
    }
    joined
}

/// `PHARMACEUTICALSLTD` as two words: what often runs into the word before it, where a field lost its spaces.
fn run_ons_split(tokens: &[String]) -> Vec<String> {
    const SHORTEST: usize = 4;
    let mut split = Vec::with_capacity(tokens.len());
    for token in tokens {
        let parts = ["LIMITED", "LTD", "NHS", "TRUST"].iter().find_map(|end| {
            let start = token.strip_suffix(end)?;
            (start.len() >= SHORTEST).then_some((start, *end))
        });
        match parts {
            Some((start, end)) => split.extend([start.to_owned(), end.to_owned()]),
            None => split.push(token.clone()),
        }
    }
    split
}

/// `SERVICES` as `SERVICE`, `INDUSTRIES` as `INDUSTRY`; short words, and those in SS, US and IS, stay.
fn singular(token: &str) -> String {
    let is_word = token.len() >= 5 && token.is_ascii();
    if !is_word || !token.ends_with('S') || class_of(token) != Class::Plain {
        return token.to_owned();
    }
    if let Some(stem) = token.strip_suffix("IES") {
        return format!("{stem}Y");
    }
    if ["SS", "US", "IS"].iter().any(|ending| token.ends_with(ending)) {
        return token.to_owned();
    }
    token[..token.len() - 1].to_owned()
}

/// An NHS trust stays the same body when it becomes a foundation trust, and is written in many ways; where a name was
/// cut off, so were they.
fn trusts_joined(words: &[String]) -> Vec<String> {
    let is_part = |word: &str| matches!(word, "NHS" | "FOUNDATION" | "TRUST");
    let mut joined = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let mut run = words[at..].iter().take_while(|word| is_part(word)).count();
        if run >= 1 {
            run += words[at + run..].iter().take_while(|word| is_part(word) || is_part_cut(word)).count();
        }
        // NHS at the end is what is left of NHS TRUST; so is N, if the name is long enough to have been cut off.
        let is_last = run <= 1 && at > 0 && at + 1 == words.len();
        let is_end =
            is_last && (words[at] == "NHS" || words.len() > 4 && matches!(words[at].as_str(), "N" | "NH"));
        run += usize::from(is_end && run == 0);
        if run >= 2 || is_end {
            joined.push("NHSTRUST".to_owned());
        } else {
            joined.extend_from_slice(&words[at..at + run]);
        }
        at += run;
        if let Some(word) = words.get(at) {
            joined.push(word.clone());
            at += 1;
        }
    }
    // What stands before the name was wrapped there from its end: `TRUST SEVERN HOSPICE`, `HOSPITALS NHS TRUST LEEDS`.
    let is_end = |word: &String| word == "NHSTRUST" || word == "TRUST";
    let kinds = joined.iter().take_while(|word| class_of(word) == Class::Kind).count();
    if let Some(end) = joined[..kinds].iter().position(is_end).filter(|end| end + 1 < joined.len()) {
        let name = joined.len() - end - 1;
        joined.rotate_left(end + 1);
        let mut kept = joined[..name].to_vec();
        kept.extend(joined[name..].iter().filter(|word| !joined[..name].contains(word)).cloned());
        return kept;
    }
    joined
}

/// FOUNDATION or TRUST cut off, cut short or typed wrongly: `FOUNDAT`, `FNDN`, `TRS`.
fn is_part_cut(word: &str) -> bool {
    word != "FUND"
        && ["FOUNDATION", "TRUST"].iter().any(|part| {
            part.starts_with(word)
                || word.len() >= 3 && word[..1] == part[..1] && is_within(word, part)
                || word.len() >= 4 && osa_distance(word, part) <= part.len() / 5
        })
}

/// Whether the letters of the one occur in the other, in order.
fn is_within(short: &str, long: &str) -> bool {
    let mut letters = long.bytes();
    short.bytes().all(|letter| letters.any(|other| other == letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_fall_away() {
        for (text, basic) in [
            ("A P S SPECIALIST CONTRACTORS", "APS SPECIALIST CONTRACTOR"),
            ("A.P.S. (SPECIALIST CONTRACTORS) LIMITED", "APS SPECIALIST CONTRACTOR"),
            ("FREIGHT TRANSPORT ASSOC LTD", "FREIGHT TRANSPORT ASSOCIATION"),
            ("REHABILITATION SVS", "REHABILITATION SERVICE"),
            ("COMMUNITY CO LTD", "COMMUNITY"),
            ("KETTERING GENERAL HOSPITAL NHS FT", "KETTERING GENERAL HOSPITAL NHSTRUST"),
            ("KETTERING GENERAL HOSPITALS NHS FOUNDATION TRUST", "KETTERING GENERAL HOSPITAL NHSTRUST"),
            ("LEEDS CITY COUNCIL901450514", "LEEDS CITY COUNCIL"),
            ("P92003 DICCONSON GROUP PRACTICE", "DICCONSON GROUP PRACTICE"),
            ("BULKY BOB'S 2015", "BULKY BOBS 2015"),
            ("24X7 TAXIS", "24X7 TAXIS"),
            ("247 TIME", "247 TIME"),
            ("TWO RIVERS & SONS", "2 RIVER SONS"),
            ("12345678", "12345678"),
            ("WIRRAL CAB", "WIRRAL CITIZEN ADVICE BUREAU"),
            ("ST HELENS", "ST HELEN"),
            ("NHS", "NHS"),
            ("AAH PHARMACEUTICALS AAH", "AAH PHARMACEUTICAL"),
            ("CHANGE GROW LIVE CGL", "CHANGE GROW LIVE"),
            ("AAH PHARMACEUTICALSLTD", "AAH PHARMACEUTICAL"),
            ("GLOS HOSPNHS FOUNDATIONTRUST", "GLOUCESTERSHIRE HOSPITAL NHSTRUST"),
            ("POOLE HOSPITAL NHS FOUNDATION T", "POOLE HOSPITAL NHSTRUST"),
            ("TRUST SEVERN HOSPICE", "SEVERN HOSPICE TRUST"),
            ("001450NHS SUPPLY CHAIN", "NHS SUPPLY CHAIN"),
            ("GAYDIO COMMUNITY INTEREST COMPANY", "GAYDIO"),
            ("THE", "THE"),
        ] {
            let words: Vec<String> = words_of(text).into_iter().map(|word| word.text).collect();
            assert_eq!(words.join(" "), basic, "{text}");
        }
    }
}
