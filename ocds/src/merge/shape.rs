//! What a value is to the merge routine.

use std::collections::HashMap;

use crate::{
    json::{Object, Value},
    release::Release,
    rules::{Rule, Rules},
};

/// What a value is to the merge routine.
pub(super) enum Shape<'v> {
    /// `{}` or `[]`, which change nothing.
    Nothing,
    /// `null`, which deletes.
    Null,
    /// A value that replaces: a text, a number, an array that is one value.
    Literal,
    /// An object, merged member by member.
    Object(&'v Object),
    /// An array of objects, merged by their ids.
    Items(Vec<&'v Object>),
}

/// What this value is, under the rule for its field.
pub(super) fn shape(value: &Value, rule: Option<Rule>) -> Shape<'_> {
    match value {
        Value::Null => Shape::Null,
        Value::Object(object) if object.is_empty() => Shape::Nothing,
        Value::Object(object) => Shape::Object(object),
        Value::Array(_) if rule == Some(Rule::WholeList) => Shape::Literal,
        Value::Array(items) if items.is_empty() => Shape::Nothing,
        Value::Array(items) => {
            items.iter().map(Value::as_object).collect::<Option<_>>().map_or(Shape::Literal, Shape::Items)
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => Shape::Literal,
    }
}

/// The shapes that the fields of some releases have, by name, array positions left out.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    kind: Option<Kind>,
    differs: bool,
    members: HashMap<String, Shapes>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Literal,
    Object,
    Items,
}

impl Shapes {
    /// The shapes in these releases.
    pub(super) fn of(releases: &[Release], rules: &Rules) -> Self {
        let mut shapes = Self::default();
        for release in releases {
            shapes.note_members(release.fields(), rules, &mut Vec::new());
        }
        shapes
    }

    /// The shapes of the field of this name.
    pub(super) fn member(&self, name: &str) -> Option<&Self> {
        self.members.get(name)
    }

    /// Whether the field is of one shape here and of another there, as when a publisher writes an object
    /// where an array is meant.
    pub(super) fn differ(&self) -> bool {
        self.differs
    }

    fn note_members<'v>(&mut self, object: &'v Object, rules: &Rules, path: &mut Vec<&'v str>) {
        for (name, value) in object.iter() {
            path.push(name);
            let rule = rules.find(path);
            if rule != Some(Rule::Omit) {
                self.note_member(name, shape(value, rule), rules, path);
            }
            path.pop();
        }
    }

    fn note_member<'v>(&mut self, name: &str, shape: Shape<'v>, rules: &Rules, path: &mut Vec<&'v str>) {
        let (kind, objects) = match shape {
            Shape::Nothing | Shape::Null => return,
            Shape::Literal => (Kind::Literal, Vec::new()),
            Shape::Object(object) => (Kind::Object, vec![object]),
            Shape::Items(objects) => (Kind::Items, objects),
        };
        let shapes = self.members.entry(name.to_owned()).or_default();
        shapes.differs |= shapes.kind.is_some_and(|known| known != kind);
        shapes.kind = Some(kind);
        for object in objects {
            shapes.note_members(object, rules, path);
        }
    }
}
