//! What a release holds and the model does not.

use indexmap::IndexMap;

use super::paths;
use crate::json::{Object, Value};

/// A place in a release that the model does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnmappedPath {
    /// JSON path without array positions: `tender.participationFees.type`.
    pub path: String,
    /// Values found there.
    pub values: u64,
    /// The start of one value; empty where it may be about a person.
    pub example: String,
}

/// Characters kept of a value, and of a path.
const EXAMPLE: usize = 80;
const PATH: usize = 200;
/// Paths told apart in one release: names can be data, and a table has to hold them all. What is beyond counts
/// under [`OTHERS`].
const PATHS: usize = 1_000;
const OTHERS: &str = "*";

/// Parts of names under which something about a person may stand.
const PERSONAL: [&str; 14] = [
    "address", "birth", "contact", "email", "fax", "jury", "mail", "owner", "people", "person", "phone",
    "signator", "official", "username",
];

/// The places of a release that the model does not hold, by path.
pub fn unmapped(release: &Object) -> Vec<UnmappedPath> {
    let mut walker = Walker { path: String::new(), is_mapped_kind: true, found: IndexMap::new() };
    walker.members(release);
    walker.found.into_values().collect()
}

struct Walker {
    path: String,
    /// Whether the object is of a kind that is mapped; else nothing of it is.
    is_mapped_kind: bool,
    found: IndexMap<String, UnmappedPath>,
}

impl Walker {
    fn members(&mut self, object: &Object) {
        let (length, kind) = (self.path.len(), self.is_mapped_kind);
        if self.path.ends_with("documents") && !is_notice(object) {
            self.is_mapped_kind = false;
        }
        for (name, value) in object.iter() {
            // A number is a position in a list that is written as an object.
            if !is_position(name, value) {
                if !self.path.is_empty() {
                    self.path.push('.');
                }
                self.path.push_str(name);
            }
            self.value(value);
            self.path.truncate(length);
        }
        self.is_mapped_kind = kind;
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Null => {}
            Value::Object(object) => self.members(object),
            Value::Array(items) => items.iter().for_each(|item| self.value(item)),
            Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                if !(self.is_mapped_kind && paths::is_mapped(&self.path)) {
                    self.note(value);
                }
            }
        }
    }

    fn note(&mut self, value: &Value) {
        let full = self.found.len() >= PATHS;
        let mut path = shown(&self.path, PATH);
        if full && !self.found.contains_key(&path) {
            OTHERS.clone_into(&mut path);
        }
        match self.found.get_mut(&path) {
            Some(known) => known.values += 1,
            None => {
                let example = if path == OTHERS { String::new() } else { example(&path, value) };
                self.found.insert(path.clone(), UnmappedPath { path, values: 1, example });
            }
        }
    }
}

/// Whether a document is one of those that are mapped: a notice.
fn is_notice(document: &Object) -> bool {
    document.str("noticeType").is_some()
        || document.str("documentType").is_some_and(|kind| kind.ends_with("Notice"))
}

fn is_position(name: &str, value: &Value) -> bool {
    value.as_object().is_some() && !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit())
}

/// The start of a value, unless its place or its look says that it may be about a person.
fn example(path: &str, value: &Value) -> String {
    let place = path.to_lowercase();
    if PERSONAL.iter().any(|part| place.contains(part)) {
        return String::new();
    }
    match value {
        Value::String(text) if text.contains('@') => String::new(),
        Value::String(text) => shown(text, EXAMPLE),
        Value::Number(number) => shown(number.as_str(), EXAMPLE),
        Value::Bool(flag) => flag.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
    }
}

/// The start of a text, in characters that every database keeps.
fn shown(text: &str, length: usize) -> String {
    text.chars().filter(|character| !character.is_control()).take(length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Caps;

    fn told(text: &str) -> Vec<String> {
        let Value::Object(release) = Value::parse(text, &Caps::default()).unwrap() else { panic!("{text}") };
        unmapped(&release)
            .into_iter()
            .map(|found| format!("{} {} {}", found.path, found.values, found.example))
            .collect()
    }

    #[test]
    fn what_is_not_mapped_is_counted_by_path() {
        let text = r#"{"ocid": "o", "buyer": "A Council", "x": null, "y": [], "tender": {"title": "T",
            "participationFees": [{"id": 1, "type": ["document", "win"]}, {"id": "2", "type": ["x"]}],
            "items": [{"id": "1", "deliveryAddresses": {"1": {"region": "UKD", "locality": "A"}, "2": {"locality": "B"}}}],
            "value": 5, "hasRecurrence": false}}"#;
        assert_eq!(
            told(text),
            [
                "buyer 1 A Council",
                "tender.participationFees.id 2 1",
                "tender.participationFees.type 3 document",
                "tender.items.deliveryAddresses.locality 2 ",
                "tender.value 1 5",
                "tender.hasRecurrence 1 false"
            ]
        );
    }

    #[test]
    fn documents_are_mapped_when_they_are_notices() {
        let text = r#"{"tender": {"documents": [{"id": "1", "noticeType": "UK4", "url": "https://x", "format": "text/html"},
            {"id": "2", "documentType": "biddingDocuments", "url": "https://y"}]}}"#;
        assert_eq!(
            told(text),
            [
                "tender.documents.format 1 text/html",
                "tender.documents.id 1 2",
                "tender.documents.documentType 1 biddingDocuments",
                "tender.documents.url 1 https://y"
            ]
        );
    }

    #[test]
    fn nothing_of_persons_is_shown() {
        let text = r#"{"parties": [{"contactPoint": {"name": "X", "url": "y"}, "persons": [{"name": "Z"}],
            "address": {"locality": "W"}, "details": {"note": "a@b.org"}}], "note": "long"}"#;
        assert_eq!(
            told(text),
            [
                "parties.contactPoint.name 1 ",
                "parties.contactPoint.url 1 ",
                "parties.persons.name 1 ",
                "parties.address.locality 1 ",
                "parties.details.note 1 ",
                "note 1 long"
            ]
        );
    }

    #[test]
    fn names_that_are_data_do_not_grow_without_end() {
        let members: Vec<String> =
            (0..1_500).map(|number| format!(r#""n{number}": "\u0000{}""#, "é".repeat(200))).collect();
        let found = told(&format!("{{{}}}", members.join(",")));
        assert_eq!(found.len(), PATHS + 1);
        assert_eq!(found[PATHS], "* 500 ");
        assert_eq!(found[0].chars().count(), "n0 1 ".len() + EXAMPLE);
    }
}
