//! Every value of a release, with the way to it.

use std::fmt::Write as _;

use crate::json::{Object, Value};

/// A step on the way to a value.
#[derive(Clone, Copy)]
enum Step<'v> {
    Member(&'v str),
    Item(usize),
}

/// One value of a release.
pub(super) struct Spot<'v> {
    /// The value.
    pub(super) value: &'v Value,
    steps: &'v [Step<'v>],
    names: &'v [&'v str],
}

impl<'v> Spot<'v> {
    /// The name of the member that it is; nothing for an item of an array.
    pub(super) fn name(&self) -> Option<&'v str> {
        match self.steps.last() {
            Some(Step::Member(name)) => Some(name),
            _ => None,
        }
    }

    /// The names that lead to it, array positions left out.
    pub(super) fn names(&self) -> &[&'v str] {
        self.names
    }

    /// Where it stands: `tender.lots[2].value`.
    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        for step in self.steps {
            match step {
                Step::Member(name) if path.is_empty() => path.push_str(name),
                Step::Member(name) => path.extend([".", name]),
                // Writing to a String cannot fail.
                Step::Item(index) => drop(write!(path, "[{index}]")),
            }
        }
        path
    }
}

/// Visits every value in a release, outer ones before what is in them.
pub(super) fn walk(release: &Object, visit: &mut impl FnMut(&Spot<'_>)) {
    let mut walker = Walker { steps: Vec::new(), names: Vec::new() };
    walker.members(release, visit);
}

struct Walker<'v> {
    steps: Vec<Step<'v>>,
    names: Vec<&'v str>,
}

impl<'v> Walker<'v> {
    fn members(&mut self, object: &'v Object, visit: &mut impl FnMut(&Spot<'_>)) {
        for (name, value) in object.iter() {
            self.steps.push(Step::Member(name));
            self.names.push(name);
            self.value(value, visit);
            self.names.pop();
            self.steps.pop();
        }
    }

    fn value(&mut self, value: &'v Value, visit: &mut impl FnMut(&Spot<'_>)) {
        visit(&Spot { value, steps: &self.steps, names: &self.names });
        match value {
            Value::Object(object) => self.members(object, visit),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.steps.push(Step::Item(index));
                    self.value(item, visit);
                    self.steps.pop();
                }
            }
            _ => {}
        }
    }
}
