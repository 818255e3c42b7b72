//! Names within a published name of the public sector: between codes of organisations, ends of other names that were
//! wrapped before them, and departments behind them. Only an entry of a register can show that such a reading is right.

use super::{
    faces::{Place, closed},
    national::national,
    vocabulary::{Class, class_of},
    words::{Word, is_in, words_of},
};

/// The names that a published name (in upper case) may hold, the one itself left out, and whether something else than a
/// department stands behind.
pub(crate) fn names_within(text: &str) -> Vec<(String, Place)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if let Some(name) = renamed(&words) {
        return vec![(name, Place::Within)];
    }
    let parted = parted(&words);
    let unwrapped = without_wrapped_end(&parted);
    if let Some(body) = national(unwrapped) {
        return vec![(body.to_owned(), Place::Within)];
    }
    let bare = without_codes(unwrapped);
    let mut names: Vec<(String, Place)> = Vec::new();
    let tells = |word: &Word| matches!(word.class, Class::Plain | Class::Place);
    // `TRUST CHELSEA AND`: nobody knows what was cut off.
    let is_open = bare.last().is_some_and(|last| class_of(last) == Class::Stop);
    if bare.len() < words.len() && !is_open && words_of(&bare.join(" ")).iter().any(tells) {
        // The end may also be the name's own: `FOUNDATION TRUST UNIVERSITY COLLEGE LONDON HOSPITALS`.
        let is_wrapped = unwrapped.len() < parted.len();
        names.push((bare.join(" "), if is_wrapped { Place::Before } else { Place::Within }));
    }
    if let Some(name) = trust(bare).or_else(|| seat(bare)).or_else(|| council(bare)) {
        let is_department = is_department(&bare[name.len()..]);
        names.push((name.join(" "), if is_department { Place::Within } else { Place::Before }));
    } else if bare != words.as_slice()
        && let Some(name) = closed(&bare.join(" "))
    {
        names.push((name.to_owned(), Place::Before));
    }
    names
}

/// Whether words behind a name say which part of it is paid, or for what.
fn is_department(words: &[&str]) -> bool {
    const PARTS: &str = "DEPT DEPARTMENT FACULTY STUDENT";
    const ALL: &str = "BUSINESS RATE RATES SECTION OFFICE OFFICES FINANCE DIVISION SALARY SALARIES RECHARGE RECHARGES COUNCIL TAX \
                       PAYROLL DEDUCTIONS CREDIT CONTROL ACCOUNT ACCOUNTS INCOME INVOICES INVOICE ONLY DO NOT USE DIRECT DEBIT DD \
                       CONFERENCE CONFERENCES TREASURY COLLECTION FEES FEE HEADQUARTERS CORPORATE PAYMENTS PAYMENT SERVICE SERVICES";
    words.first().is_some_and(|word| is_in(PARTS, word))
        || words.iter().all(|word| is_in(ALL, word) || class_of(word) == Class::Remark)
}

/// The council, university or commissioning body before what is paid to it: `SOUTHWARK COUNCIL BUSINESS RATES`.
fn council<'a, 'b>(words: &'b [&'a str]) -> Option<&'b [&'a str]> {
    let commissioning = ["COMMISSIONING GROUP", "COMMISSIONING SUPPORT UNIT"].iter().find_map(|end| {
        let end: Vec<&str> = end.split(' ').collect();
        let at = words.windows(end.len()).position(|window| window == end)?;
        Some(at + end.len())
    });
    if let Some(end) = commissioning.filter(|end| *end < words.len()) {
        return (!words[end..].iter().any(|word| is_in(OTHER_BODIES, word) && *word != "PRACTICE"))
            .then(|| &words[..end]);
    }
    let end =
        words.iter().position(|word| matches!(*word, "COUNCIL" | "UNIVERSITY")).filter(|at| *at > 0)? + 1;
    (end < words.len() && is_department(&words[end..])).then(|| &words[..end])
}

/// The words, those parted that begin with the end of a practice's name: `CENTREDR SAINI`.
fn parted<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let mut parted = Vec::with_capacity(words.len() + 1);
    for word in words {
        let end = ["CENTRE", "PRACTICE", "SURGERY"]
            .iter()
            .find(|end| word.len() > end.len() + 1 && word.starts_with(**end));
        match end {
            Some(end) => parted.extend([&word[..end.len()], &word[end.len()..]]),
            None => parted.push(word),
        }
    }
    parted
}

/// The other name of a charity that was renamed everywhere, but not in every register: Age Concern became Age UK in 2009.
fn renamed(words: &[&str]) -> Option<String> {
    let (other, rest) = match words {
        ["AGE", "UK", rest @ ..] => ("AGE CONCERN", rest),
        ["AGE", "CONCERN", rest @ ..] => ("AGE UK", rest),
        _ => return None,
    };
    (!rest.is_empty()).then(|| format!("{other} {}", rest.join(" ")))
}

/// Words of ends that are wrapped before the next name of a list, and the last of which is one of `LAST`.
fn without_wrapped_end<'a, 'b>(words: &'b [&'a str]) -> &'b [&'a str] {
    const LAST: &str = "TRUST FT NHSFT NHST LIMITED LTD TOTAL";
    let is_end = |word: &str| {
        matches!(class_of(word), Class::Kind | Class::Form | Class::Group | Class::Generic)
            || is_in(LAST, word)
            || is_in("HOSPITALS SERVICES", word)
    };
    let run = words.iter().take_while(|word| is_end(word)).count();
    let last = words[..run].iter().rposition(|word| is_in(LAST, word));
    match last {
        Some(last) if last + 1 < words.len() => &words[last + 1..],
        _ => words,
    }
}

/// The words without the code of an NHS organisation (`RJ1`, `5PP`, `E03`) at either end.
fn without_codes<'a, 'b>(words: &'b [&'a str]) -> &'b [&'a str] {
    const HEALTH: &str =
        "NHS NHSFT NHST FT TRUST HEALTH HEALTHCARE HOSPITAL HOSPITALS COMMISSIONING SURGERY PRACTICE MEDICAL";
    if !words.iter().any(|word| is_in(HEALTH, word)) {
        return words;
    }
    let mut rest = words;
    while rest.len() > 2 && rest.first().is_some_and(|word| is_code(word)) {
        rest = &rest[1..];
    }
    while rest.len() > 2 && rest.last().is_some_and(|word| is_code(word)) {
        rest = &rest[..rest.len() - 1];
    }
    rest
}

/// Three letters and digits; of letters alone those of trusts, which begin with R.
fn is_code(word: &str) -> bool {
    let is_vowel = |letter: char| "AEIOU".contains(letter);
    word.len() == 3
        && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        && word.chars().any(|c| c.is_ascii_uppercase())
        && (word.chars().any(|c| c.is_ascii_digit()) || word.starts_with('R') && !word.chars().any(is_vowel))
}

/// Words that may belong to another body than the trust before them.
const OTHER_BODIES: &str = "CHARITY CHARITIES CHARITABLE FUND FUNDS FRIENDS LEAGUE LTD LIMITED LLP PLC PHARMACY TRUST NHS NHSFT NHST \
                            COUNCIL SURGERY UNIVERSITY COLLEGE SCHOOL GROUP HOLDINGS UNION STUDENTS PRESS SERVICES COMPANY TOTAL \
                            HOSPITAL HOSPITALS CENTRE PRACTICE AND SPORTS CLUB TRAINING TRADING ENTERPRISES SOLUTIONS CARE SYSTEMS";

/// The trust that stands before a site, a code or a remark.
fn trust<'a, 'b>(words: &'b [&'a str]) -> Option<&'b [&'a str]> {
    let is_part = |word: &str| matches!(word, "NHS" | "FOUNDATION" | "TRUST" | "FT" | "NHSFT" | "NHST");
    let first = words.iter().position(|word| is_part(word)).filter(|first| *first > 0)?;
    let end = first + words[first..].iter().take_while(|word| is_part(word)).count();
    let is_whole =
        matches!(words[end - 1], "FT" | "NHSFT" | "NHST") || (words[end - 1] == "TRUST" && end - first > 1);
    let rest = &words[end..];
    (is_whole && !rest.is_empty() && !rest.iter().any(|word| is_in(OTHER_BODIES, word)))
        .then(|| &words[..end])
}

/// The university or London borough that stands before a department: `UNIVERSITY OF OXFORD FINANCE DIVISION`.
fn seat<'a, 'b>(words: &'b [&'a str]) -> Option<&'b [&'a str]> {
    let mut start = match words {
        ["UNIVERSITY", "OF", ..] => 2,
        ["LONDON", "BOROUGH", "OF", ..] => 3,
        ["LB", "OF", ..] | ["LBOF", ..] => words.iter().position(|word| *word == "OF").map_or(1, |of| of + 1),
        _ => return None,
    };
    // `CENTRAL LANCASHIRE`
    start += usize::from(words.get(start).is_some_and(|word| class_of(word) == Class::Number));
    let is_place = |at: usize| words.get(at).is_some_and(|word| class_of(word) == Class::Place);
    if !is_place(start) {
        return None;
    }
    let end = if words.get(start + 1) == Some(&"AND") { start + 3 } else { start + 1 };
    let rest = words.get(end..)?;
    let is_other = |word: &&str| {
        is_in(OTHER_BODIES, word) || matches!(*word, "UPON" | "OF") || class_of(word) == Class::Place
    };
    let may_be_department = rest.first().is_some_and(|next| !is_other(next))
        && !rest
            .iter()
            .any(|word| is_in("UNION STUDENTS PRESS LTD LIMITED TRUST NHS HOSPITAL HOSPITALS COLLEGE", word));
    may_be_department.then(|| &words[..end])
}
