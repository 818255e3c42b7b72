//! Fields read leniently: of any shape that publishers give them.

use std::collections::{HashMap, HashSet};

use super::text;
use crate::{
    json::{Object, Value},
    merge,
};

/// Characters kept of an id, so that it can be a key in a database.
const LONGEST_KEY: usize = 200;

/// The objects of this list. An object stands for a list of its members when all of these are objects
/// (`{"1": {…}}`), else for a list of itself.
pub(super) fn objects<'o>(owner: &'o Object, name: &str) -> Vec<&'o Object> {
    match owner.get(name) {
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_object).collect(),
        Some(Value::Object(object)) => {
            let members: Option<Vec<&Object>> = object.iter().map(|(_, value)| value.as_object()).collect();
            members.unwrap_or_else(|| vec![object])
        }
        _ => Vec::new(),
    }
}

/// The object at the end of these names.
pub(super) fn object<'o>(owner: &'o Object, names: &[&str]) -> Option<&'o Object> {
    names.iter().try_fold(owner, |owner, name| owner.object(name))
}

/// The text of this name as people read it; nothing when there is none.
pub(super) fn text(owner: &Object, name: &str) -> Option<String> {
    text::readable(owner.str(name)?)
}

/// The texts of this list, each once; a text alone is a list of one.
pub(super) fn texts(owner: &Object, name: &str) -> Vec<String> {
    let listed = match owner.get(name) {
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(text)) => vec![text.as_str()],
        _ => Vec::new(),
    };
    once(listed.into_iter().filter_map(text::readable))
}

/// Each text once, in the order in which they come.
pub(super) fn once(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::new();
    texts.filter(|text| seen.insert(text.clone())).collect()
}

/// The id of an object, the same for `10` and `"10"`; nothing when it has none.
pub(super) fn id(object: &Object) -> Option<String> {
    merge::id(object).map(|id| id.trim().to_owned()).filter(|id| !id.is_empty())
}

/// The id that stands under this name: a reference to another object.
pub(super) fn reference(owner: &Object, name: &str) -> Option<String> {
    owner.get(name).and_then(referred)
}

/// The ids in this list, each once; an id alone is a list of one.
pub(super) fn references(owner: &Object, name: &str) -> Vec<String> {
    let found: Vec<String> = match owner.get(name) {
        Some(Value::Array(items)) => items.iter().filter_map(referred).collect(),
        Some(value) => referred(value).into_iter().collect(),
        None => Vec::new(),
    };
    once(found.into_iter())
}

fn referred(value: &Value) -> Option<String> {
    let id = match value {
        Value::String(id) => id.trim().to_owned(),
        Value::Number(number) => number.integer().unwrap_or_else(|| number.as_str().to_owned()),
        _ => return None,
    };
    (!id.is_empty()).then_some(id)
}

/// Yes or no, also where it is written as a text.
pub(super) fn flag(owner: &Object, name: &str) -> Option<bool> {
    match owner.get(name)? {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// A whole number.
pub(super) fn whole(owner: &Object, name: &str) -> Option<i64> {
    owner.get(name)?.as_number()?.integer()?.parse().ok()
}

/// Makes keys of ids: each is given once, the second time with `#2`.
#[derive(Default)]
pub(super) struct Keys {
    /// Keys that are given, with how often an id has led to them.
    given: HashMap<String, usize>,
}

impl Keys {
    /// A key for the next object of this id.
    pub(super) fn next(&mut self, id: Option<&str>) -> String {
        let id = id.map(key_text).unwrap_or_default();
        let mut number = self.given.get(&id).copied().unwrap_or_default();
        loop {
            number += 1;
            let key = if number == 1 && !id.is_empty() { id.clone() } else { format!("{id}#{number}") };
            // An id may look like a key that is given already.
            if key == id || !self.given.contains_key(&key) {
                self.given.insert(id, number);
                self.given.entry(key.clone()).or_insert(1);
                return key;
            }
        }
    }
}

/// An id as it stands in keys: short, and of characters that every database keeps.
pub(super) fn key_text(id: &str) -> String {
    id.trim().chars().filter(|character| !character.is_control()).take(LONGEST_KEY).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::parsed, *};

    #[test]
    fn an_object_may_stand_for_a_list() {
        let owner =
            parsed(r#"{"a": [{"x": 1}, 2], "b": {"1": {"x": 1}, "2": {"x": 2}}, "c": {"x": 1}, "d": 1}"#);
        let count = |name| objects(&owner, name).len();
        assert_eq!((count("a"), count("b"), count("c"), count("d"), count("e")), (1, 2, 1, 0, 0));
    }

    #[test]
    fn references_are_ids() {
        let owner = parsed(r#"{"a": [1, "1", " x ", null, "", {}], "b": 7.0, "c": "y", "d": {}}"#);
        assert_eq!(references(&owner, "a"), ["1", "x"]);
        assert_eq!(references(&owner, "b"), ["7"]);
        assert_eq!(references(&owner, "c"), ["y"]);
        assert_eq!(references(&owner, "d"), [""; 0]);
    }

    #[test]
    fn every_key_is_given_once() {
        let mut keys = Keys::default();
        let ids =
            [Some("1"), Some("1"), Some("2"), None, None, Some("1#2"), Some("1"), Some("2#2"), Some("2")];
        let given = ids.map(|id| keys.next(id));
        assert_eq!(given, ["1", "1#2", "2", "#1", "#2", "1#2#2", "1#3", "2#2", "2#3"]);
        assert_eq!(keys.next(Some(&"é".repeat(300))).chars().count(), LONGEST_KEY);
    }
}
