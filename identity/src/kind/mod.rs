//! What kind of body a name tells by itself. Certainty comes first: most names tell nothing.
//!
//! | kind | what tells it |
//! |---|---|
//! | public body | councils, NHS bodies, police, fire and combined authorities, pensions authorities of government, departments and agencies of state, state schools and academy trusts |
//! | company | a legal form (`LTD`, `PLC`, `LLP`, `CIC` …), whatever else the name says; only academy trusts come before it |
//! | charity | `CIO`, a name that ends with CHARITY, charitable trusts and funds, parochial church councils |
//! | individual | a title with initials or names, or `SURNAME, FORENAME`; never with a legal form, a digit or a word of business |
//!
//! Public bodies are those whose income is public money anyway, so that a payment to one is no spend with the economy.
//! Universities and colleges are not among them: they are charities by statute and sell to everyone. State schools are.
//! Privately run schools are not told from state schools by words such as `HIGH SCHOOL`, so these tell nothing.

mod person;
mod public;

use crate::name_key::{LEGAL_FORMS, LONG_FORMS, words};

/// What a name says of its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A public authority.
    PublicBody,
    /// A natural person.
    Individual,
    /// A company, partnership or society: a legal form is in the name.
    Company,
    /// A charity says so.
    Charity,
}

/// Legal forms that are other things too, as initials or abbreviations, unless they end the name.
const ONLY_LAST: [&str; 7] = ["LP", "SA", "AG", "NV", "BV", "INC", "CCC"];

/// Legal forms of charities.
const CHARITABLE_FORMS: [&str; 3] = ["CIO", "SCIO", "CHARITABLE INCORPORATED ORGANISATION"];

/// Only charities call themselves so.
const CHARITIES: [&str; 9] = [
    "CHARITABLE TRUST",
    "CHARITABLE TRUSTS",
    "CHARITABLE FUND",
    "CHARITABLE FUNDS",
    "CHARITABLE FOUNDATION",
    "CHARITABLE SOCIETY",
    "REGISTERED CHARITY",
    "PAROCHIAL CHURCH COUNCIL",
    "HOSPITAL CHARITIES",
];

/// The kind that a name tells; none when it tells nothing for certain.
pub fn kind_of(name: &str) -> Option<NameKind> {
    let upper = name.to_uppercase();
    let words = words(&upper);
    let name_of_words = Words::new(&words);
    if public::is_academy_trust(&name_of_words) {
        return Some(NameKind::PublicBody);
    }
    if CHARITABLE_FORMS.iter().any(|form| name_of_words.hold(form)) {
        return Some(NameKind::Charity);
    }
    if has_legal_form(&name_of_words) {
        return Some(NameKind::Company);
    }
    if public::is_public_body(&name_of_words) {
        return Some(NameKind::PublicBody);
    }
    let ends_as_charity = ["CHARITY", "CHARITIES"].iter().any(|word| name_of_words.end_with(word));
    if ends_as_charity || CHARITIES.iter().any(|phrase| name_of_words.hold(phrase)) {
        return Some(NameKind::Charity);
    }
    person::is_person(&upper).then_some(NameKind::Individual)
}

fn has_legal_form(name: &Words) -> bool {
    let is_form = |form: &&str| {
        if ONLY_LAST.contains(form) { name.count > 1 && name.end_with(form) } else { name.hold(form) }
    };
    LONG_FORMS.iter().chain(&LEGAL_FORMS).any(is_form)
}

/// Whether a list of words, separated by spaces, holds this one.
fn is_listed(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| listed == word)
}

/// The words of a name, to look for phrases of whole words.
struct Words {
    /// With a space around each.
    spaced: String,
    /// Where words begin.
    starts: Vec<usize>,
    count: usize,
}

impl Words {
    fn new(words: &[String]) -> Self {
        let without_the = if words.len() > 1 && words[0] == "THE" { &words[1..] } else { words };
        let mut spaced = String::from(" ");
        let mut starts = Vec::with_capacity(without_the.len());
        for word in without_the {
            starts.push(spaced.len());
            spaced.push_str(word);
            spaced.push(' ');
        }
        Self { spaced, starts, count: without_the.len() }
    }

    fn hold(&self, phrase: &str) -> bool {
        self.starts.iter().any(|start| self.stands_at(*start, phrase))
    }

    fn begin_with(&self, phrase: &str) -> bool {
        self.starts.first().is_some_and(|start| self.stands_at(*start, phrase))
    }

    fn stands_at(&self, start: usize, phrase: &str) -> bool {
        let behind = self.spaced.get(start..).and_then(|rest| rest.strip_prefix(phrase));
        behind.is_some_and(|rest| rest.starts_with(' '))
    }

    fn end_with(&self, phrase: &str) -> bool {
        self.spaced.trim_end().strip_suffix(phrase).is_some_and(|rest| rest.ends_with(' '))
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        self.spaced.split_whitespace()
    }
}

#[cfg(test)]
mod tests;
