//! Versioned releases: of every field all values, and the release that brought each.

use indexmap::IndexMap;

use super::{
    Repeats,
    identity::{self, Matcher},
    shape::{Shape, Shapes, shape},
};
use crate::{
    json::{Object, Value},
    release::Release,
    rules::{Rule, Rules},
};

/// A field through time.
enum History {
    Members(Members),
    Items(Vec<Item>),
    Values(Vec<Version>),
}

type Members = IndexMap<String, History>;

/// An object of an array; its id does not change.
struct Item {
    id: Option<Value>,
    members: Members,
}

/// A value, and which release brought it.
struct Version {
    release: usize,
    value: Value,
}

pub(super) fn versions(releases: &[Release], rules: &Rules, repeats: Repeats) -> Object {
    let shapes = Shapes::of(releases, rules);
    let mut members = Members::new();
    for (release, content) in releases.iter().enumerate() {
        let historian = Historian { rules, repeats, release };
        historian.object(&mut members, content.fields(), Some(&shapes), &mut Vec::new());
    }
    members.shift_remove("ocid");
    let ocid = releases.first().map(|release| ("ocid".to_owned(), release.ocid().into()));
    ocid.into_iter().chain(rendered_members(members, releases)).collect()
}

/// Writes one release into the history.
struct Historian<'r> {
    rules: &'r Rules,
    repeats: Repeats,
    release: usize,
}

impl Historian<'_> {
    /// Notes an object; says whether there was anything to note.
    fn object<'v>(
        &self,
        history: &mut Members,
        object: &'v Object,
        shapes: Option<&Shapes>,
        path: &mut Vec<&'v str>,
    ) -> bool {
        let mut says = false;
        for (name, value) in object.iter() {
            path.push(name);
            let rule = self.rules.find(path);
            if rule != Some(Rule::Omit) {
                let shapes = shapes.and_then(|shapes| shapes.member(name));
                says |= self.field(history, name, value, rule, shapes, path);
            }
            path.pop();
        }
        says
    }

    fn field<'v>(
        &self,
        history: &mut Members,
        name: &'v str,
        value: &'v Value,
        rule: Option<Rule>,
        shapes: Option<&Shapes>,
        path: &mut Vec<&'v str>,
    ) -> bool {
        match shape(value, rule) {
            Shape::Nothing => false,
            Shape::Null => {
                let field = history.entry(name.to_owned()).or_insert_with(|| History::Values(Vec::new()));
                self.delete(field);
                true
            }
            // A field of several shapes has no common inside, so that its values are kept whole.
            _ if shapes.is_some_and(Shapes::differ) => self.literal(history, name, value),
            Shape::Literal => self.literal(history, name, value),
            Shape::Object(object) => {
                let mut members = match history.get_mut(name) {
                    Some(History::Members(members)) => return self.object(members, object, shapes, path),
                    _ => Members::new(),
                };
                let says = self.object(&mut members, object, shapes, path);
                if says {
                    history.insert(name.to_owned(), History::Members(members));
                }
                says
            }
            Shape::Items(objects) => {
                let mut items = match history.get_mut(name) {
                    Some(History::Items(items)) => return self.items(items, &objects, shapes, path),
                    _ => Vec::new(),
                };
                let says = self.items(&mut items, &objects, shapes, path);
                if says {
                    history.insert(name.to_owned(), History::Items(items));
                }
                says
            }
        }
    }

    fn literal(&self, history: &mut Members, name: &str, value: &Value) -> bool {
        match history.get_mut(name) {
            Some(History::Values(versions)) => self.version(versions, value),
            _ => {
                let first = Version { release: self.release, value: value.clone() };
                history.insert(name.to_owned(), History::Values(vec![first]));
            }
        }
        true
    }

    fn items<'v>(
        &self,
        history: &mut Vec<Item>,
        objects: &[&'v Object],
        shapes: Option<&Shapes>,
        path: &mut Vec<&'v str>,
    ) -> bool {
        let ids = history.iter().map(|item| item.id.as_ref().and_then(identity::of));
        let mut matcher = Matcher::new(ids, self.repeats);
        let mut says = false;
        for object in objects {
            let id = object.get("id").filter(|id| identity::of(id).is_some());
            let key = id.and_then(identity::of);
            let known = matcher.place(key.as_deref()).and_then(|place| history.get_mut(place));
            let mut new = Item { id: id.cloned(), members: Members::new() };
            let is_new = known.is_none();
            let item = known.unwrap_or(&mut new);
            let item_says = self.object(&mut item.members, object, shapes, path);
            if id.is_some() {
                // What an object is found by does not change, and has no history.
                item.members.shift_remove("id");
            }
            if is_new && item_says {
                matcher.appended(key.as_deref(), history.len());
                history.push(new);
            }
            says |= item_says;
        }
        says
    }

    /// Notes that a field is deleted: all that it is made of.
    fn delete(&self, field: &mut History) {
        match field {
            History::Values(versions) => self.version(versions, &Value::Null),
            History::Members(members) => members.values_mut().for_each(|field| self.delete(field)),
            History::Items(items) => {
                items
                    .iter_mut()
                    .flat_map(|item| item.members.values_mut())
                    .for_each(|field| self.delete(field));
            }
        }
    }

    /// Notes a value, unless the field has it already. Of several in one release (of objects with one id,
    /// when these are merged) the last counts.
    fn version(&self, versions: &mut Vec<Version>, value: &Value) {
        versions.pop_if(|last| last.release == self.release);
        if versions.last().is_none_or(|last| last.value != *value) {
            versions.push(Version { release: self.release, value: value.clone() });
        }
    }
}

fn rendered(history: History, releases: &[Release]) -> Value {
    match history {
        History::Members(members) => Value::Object(rendered_members(members, releases).collect()),
        History::Items(items) => Value::Array(
            items
                .into_iter()
                .map(|item| {
                    let id = item.id.map(|id| ("id".to_owned(), id));
                    let members = rendered_members(item.members, releases);
                    Value::Object(id.into_iter().chain(members).collect())
                })
                .collect(),
        ),
        History::Values(versions) => {
            Value::Array(versions.into_iter().map(|version| rendered_version(version, releases)).collect())
        }
    }
}

fn rendered_members(members: Members, releases: &[Release]) -> impl Iterator<Item = (String, Value)> {
    members.into_iter().map(|(name, history)| (name, rendered(history, releases)))
}

fn rendered_version(version: Version, releases: &[Release]) -> Value {
    let fields = releases.get(version.release).map(Release::fields);
    let published = |name| fields.and_then(|fields| fields.get(name)).cloned().unwrap_or(Value::Null);
    let stamped = [
        ("releaseID", published("id")),
        ("releaseDate", published("date")),
        ("releaseTag", published("tag")),
        ("value", version.value),
    ];
    Value::Object(stamped.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}
