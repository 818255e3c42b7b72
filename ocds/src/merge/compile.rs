//! Compiled releases: of every field the last value.

use super::{
    Repeats,
    identity::{self, Matcher},
    shape::{Shape, shape},
};
use crate::{
    json::{Object, Value},
    release::Release,
    rules::{Rule, Rules},
};

pub(super) fn extend(mut compiled: Object, further: &[Release], rules: &Rules, repeats: Repeats) -> Object {
    let compiler = Compiler { rules, repeats };
    for release in further {
        compiler.release(&mut compiled, release);
    }
    compiled
}

/// Merges what a release says of one object, which stands at this path, into what earlier ones said of it.
pub(crate) fn merge_object(merged: &mut Object, object: &Object, path: &[&str], rules: &Rules) {
    Compiler { rules, repeats: Repeats::Keep }.object(merged, object, &mut path.to_vec());
}

struct Compiler<'r> {
    rules: &'r Rules,
    repeats: Repeats,
}

impl Compiler<'_> {
    fn release(&self, compiled: &mut Object, release: &Release) {
        let published = release.instant().and_then(|_| release.fields().str("date"));
        let date = published.or_else(|| compiled.str("date")).map(str::to_owned);
        let id = match &date {
            Some(date) => format!("{}-{date}", release.ocid()),
            None => release.ocid().to_owned(),
        };
        compiled.insert("tag", Value::Array(vec!["compiled".into()]));
        compiled.insert("id", Value::String(id));
        if let Some(date) = date {
            compiled.insert("date", Value::String(date));
        }
        compiled.insert("ocid", release.ocid().into());
        self.object(compiled, release.fields(), &mut Vec::new());
    }

    /// Merges an object into another; says whether it had anything to say, if only that a field is deleted.
    fn object<'v>(&self, merged: &mut Object, object: &'v Object, path: &mut Vec<&'v str>) -> bool {
        let mut says = false;
        let mut deletes = false;
        for (name, value) in object.iter() {
            path.push(name);
            let rule = self.rules.find(path);
            if rule != Some(Rule::Omit) {
                says |= match shape(value, rule) {
                    Shape::Nothing => false,
                    Shape::Null => {
                        deletes |= merged.get(name).is_some();
                        true
                    }
                    Shape::Literal => {
                        merged.insert(name, value.clone());
                        true
                    }
                    Shape::Object(object) => self.member(merged, name, object, path),
                    Shape::Items(items) => self.items(merged, name, &items, path),
                };
            }
            path.pop();
        }
        if deletes {
            // All at once: one by one would be slow when an object of many members loses them all.
            merged.retain(|name, _| !self.is_deleted(object, name, path));
        }
        says
    }

    fn is_deleted(&self, object: &Object, name: &str, path: &[&str]) -> bool {
        object.get(name).is_some_and(Value::is_null)
            && self.rules.find(&[path, &[name]].concat()) != Some(Rule::Omit)
    }

    /// Merges an object that is a member of another.
    fn member<'v>(
        &self,
        merged: &mut Object,
        name: &str,
        object: &'v Object,
        path: &mut Vec<&'v str>,
    ) -> bool {
        if let Some(Value::Object(known)) = merged.get_mut(name) {
            return self.object(known, object, path);
        }
        let mut new = Object::new();
        let says = self.object(&mut new, object, path);
        if says {
            merged.insert(name, Value::Object(new));
        }
        says
    }

    /// Merges an array of objects by their ids.
    fn items<'v>(
        &self,
        merged: &mut Object,
        name: &str,
        items: &[&'v Object],
        path: &mut Vec<&'v str>,
    ) -> bool {
        let mut new = Vec::new();
        let known = match merged.get_mut(name) {
            Some(Value::Array(known)) if known.iter().all(|item| item.as_object().is_some()) => known,
            _ => &mut new,
        };
        let says = self.merge_items(known, items, path);
        if !new.is_empty() {
            merged.insert(name, Value::Array(new));
        }
        says
    }

    fn merge_items<'v>(
        &self,
        merged: &mut Vec<Value>,
        items: &[&'v Object],
        path: &mut Vec<&'v str>,
    ) -> bool {
        let ids = merged.iter().map(|item| item.as_object().and_then(identity::id));
        let mut matcher = Matcher::new(ids, self.repeats);
        let mut says = false;
        for item in items {
            let id = identity::id(item);
            if let Some(place) = matcher.place(id.as_deref())
                && let Some(Value::Object(known)) = merged.get_mut(place)
            {
                let first_id = known.get("id").cloned();
                says |= self.object(known, item, path);
                if let Some(first_id) = first_id {
                    known.insert("id", first_id);
                }
                continue;
            }
            let mut new = Object::new();
            if self.object(&mut new, item, path) {
                matcher.appended(id.as_deref(), merged.len());
                merged.push(Value::Object(new));
                says = true;
            }
        }
        says
    }
}
