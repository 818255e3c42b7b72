//! Which object of an array is the same as which.

use std::{borrow::Cow, collections::HashMap};

use super::Repeats;
use crate::json::{Object, Value};

/// The id of an object in an array; nothing when it has none by which it could be found again.
pub(crate) fn id(object: &Object) -> Option<Cow<'_, str>> {
    object.get("id").and_then(of)
}

/// What an id stands for, the same for `10`, `10.0` and `"10"`; nothing when it can be no id.
pub(super) fn of(id: &Value) -> Option<Cow<'_, str>> {
    match id {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => {
            Some(number.integer().map_or_else(|| Cow::Borrowed(number.as_str()), Cow::Owned))
        }
        _ => None,
    }
}

/// Finds, for the objects of one array of a release, the objects that they change in the merged array.
pub(super) struct Matcher {
    /// Where the objects of an id stand in the merged array.
    places: HashMap<String, Vec<usize>>,
    /// How many objects of an id this release has brought.
    brought: HashMap<String, usize>,
    repeats: Repeats,
}

impl Matcher {
    /// A matcher for a merged array, whose objects have these ids.
    pub(super) fn new<'i>(ids: impl Iterator<Item = Option<Cow<'i, str>>>, repeats: Repeats) -> Self {
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, id) in ids.enumerate() {
            if let Some(id) = id {
                places.entry(id.into_owned()).or_default().push(place);
            }
        }
        Self { places, brought: HashMap::new(), repeats }
    }

    /// Where the object stands that the next object of this id changes; nothing when that one is new.
    pub(super) fn place(&mut self, id: Option<&str>) -> Option<usize> {
        let id = id?;
        let occurrence = match self.repeats {
            Repeats::Merge => 0,
            Repeats::Keep => {
                let brought = self.brought.entry(id.to_owned()).or_default();
                *brought += 1;
                *brought - 1
            }
        };
        self.places.get(id)?.get(occurrence).copied()
    }

    /// Notes that an object of this id has been put at the end of the merged array.
    pub(super) fn appended(&mut self, id: Option<&str>, place: usize) {
        if let Some(id) = id {
            self.places.entry(id.to_owned()).or_default().push(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caps::Caps;

    #[test]
    fn ids_are_the_same_once_normalised() {
        for (text, expected) in [
            (r#"{"id":"10"}"#, Some("10")),
            (r#"{"id":10}"#, Some("10")),
            (r#"{"id":1.0e1}"#, Some("10")),
            (r#"{"id":12345678901234567890}"#, Some("12345678901234567890")),
            (r#"{"id":1.5}"#, Some("1.5")),
            (r#"{"id":" 10"}"#, Some(" 10")),
            (r#"{"id":null}"#, None),
            (r#"{"id":[]}"#, None),
            ("{}", None),
        ] {
            let value = Value::parse(text, &Caps::default()).unwrap();
            assert_eq!(id(value.as_object().unwrap()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn the_second_of_an_id_meets_the_second() {
        let ids = ["a", "b", "a"].map(|id| Some(Cow::Borrowed(id)));
        let mut matcher = Matcher::new(ids.into_iter(), Repeats::Keep);
        assert_eq!(matcher.place(Some("a")), Some(0));
        assert_eq!(matcher.place(Some("a")), Some(2));
        assert_eq!(matcher.place(Some("a")), None);
        assert_eq!(matcher.place(None), None);
        matcher.appended(Some("a"), 3);
        assert_eq!(matcher.place(Some("b")), Some(1));
    }
}
