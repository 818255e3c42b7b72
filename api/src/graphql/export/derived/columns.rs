//! Columns of the rows that a type makes.
//!
//! A column is called after the fields that lead to its cells, joined in camel case: `share { coverage { ofNet } }` is
//! `shareCoverageOfNet`. Money makes three: in pounds, in pence (`…Pence`) and its currency (`…Currency`). What has an id
//! of its own is named, not told: by the id and what else identifies it.

use async_graphql::parser::types::FieldDefinition;

use super::types::{Shape, Types, argument, is_required, named};
use crate::table::{Column, Kind};

/// How deep objects within a row are followed.
const DEEPEST: usize = 5;

/// What identifies something beside its id, for people and other systems.
const IDENTITY: &[&str] = &["id", "orgId", "code", "ocid", "sha256", "reference", "name", "title"];

/// By what things in a list are named in one cell: the first of these that they have.
const NAMED_BY: &[&str] = &["orgId", "ocid", "code", "sha256", "id"];

/// Where the cells of a column are found in a row, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    pub(super) column: Column,
    /// The row that holds them: the outermost is 0.
    pub(super) level: usize,
    pub(super) path: Vec<Step>,
    pub(super) take: Take,
}

/// A field on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) field: String,
    /// Whether it is a list that has to be told to give everything.
    pub(super) all: bool,
}

/// What is taken of the values that a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Take {
    /// The one that there is.
    Only,
    /// All of them, in one cell.
    Joined,
    /// The one at a place: of the key of that dimension.
    Nth(usize),
}

/// The columns of keys: those of each dimension, of which the first holds values and the second names.
pub(super) type KeyColumns = [Vec<Column>];

impl Step {
    /// The step that a field is.
    pub(super) fn of(field: &FieldDefinition) -> Self {
        Self { field: field.name.node.to_string(), all: argument(field, "first").is_some() }
    }
}

/// Makes the columns of rows of a type.
pub(super) struct Columns<'a> {
    types: &'a Types,
    keys: &'a KeyColumns,
    level: usize,
    path: Vec<Step>,
    inside: Vec<&'a str>,
    found: Vec<Leaf>,
}

impl<'a> Columns<'a> {
    /// Of rows of a type at a level; within another row, their names begin with that of their list.
    pub(super) fn of(
        types: &'a Types,
        keys: &'a KeyColumns,
        (level, item): (usize, &'a str),
        begin: &str,
    ) -> Vec<Leaf> {
        let mut columns =
            Self { types, keys, level, path: Vec::new(), inside: Vec::new(), found: Vec::new() };
        columns.object(item, begin);
        columns.found
    }

    fn object(&mut self, name: &'a str, begin: &str) {
        if self.inside.contains(&name) || self.inside.len() >= DEEPEST {
            return;
        }
        self.inside.push(name);
        let types = self.types;
        for field in
            types.fields(name).filter(|field| !field.arguments.iter().any(|one| is_required(&one.node)))
        {
            self.path.push(Step::of(field));
            self.field(field, &joined(begin, &field.name.node));
            self.path.pop();
        }
        self.inside.pop();
    }

    fn field(&mut self, field: &'a FieldDefinition, name: &str) {
        let (item, is_list) = named(&field.ty.node);
        match (self.types.shape(item), is_list) {
            (Shape::Cell(kind), false) => self.leaf(&[], name.to_owned(), kind, Take::Only),
            (Shape::Cell(_), true) => self.leaf(&[], name.to_owned(), Kind::Text, Take::Joined),
            (Shape::Money, false) => {
                self.leaf(&["pence"], name.to_owned(), Kind::Amount, Take::Only);
                self.leaf(&["pence"], format!("{name}Pence"), Kind::Integer, Take::Only);
                self.leaf(&["currency"], format!("{name}Currency"), Kind::Text, Take::Only);
            }
            (Shape::Node(node), false) => {
                for part in IDENTITY {
                    if self.types.field(node, part).is_some() {
                        self.leaf(&[part], joined(name, part), Kind::Text, Take::Only);
                    }
                }
            }
            (Shape::Node(node), true) => {
                if let Some(part) = NAMED_BY.iter().find(|part| self.types.field(node, part).is_some()) {
                    self.leaf(&[part], name.to_owned(), Kind::Text, Take::Joined);
                }
                if self.types.field(node, "name").is_some() {
                    self.leaf(&["name"], format!("{name}Names"), Kind::Text, Take::Joined);
                }
            }
            (Shape::Object(object), false) => self.object(object, name),
            (Shape::Object(object), true) if is_keys(self.types, object) => self.keys(),
            // Rows of their own, or nothing for a table.
            (Shape::Object(_) | Shape::Money, true) | (Shape::Other, _) => {}
        }
    }

    /// One or two columns for each dimension.
    fn keys(&mut self) {
        for (place, columns) in self.keys.iter().enumerate() {
            for (column, part) in columns.iter().zip(["value", "label"]) {
                self.leaf(&[part], column.name.to_string(), column.kind, Take::Nth(place));
            }
        }
    }

    fn leaf(&mut self, parts: &[&str], name: String, kind: Kind, take: Take) {
        let part = |part: &&str| Step { field: (*part).to_owned(), all: false };
        let path: Vec<Step> = self.path.iter().cloned().chain(parts.iter().map(part)).collect();
        let leaf = Leaf { column: Column::named(name, kind), level: self.level, path, take };
        // `district { code }` and `districtCode` would have one name: what stands nearer says more, as it needs no other row.
        match self.found.iter_mut().find(|other| other.column.name == leaf.column.name) {
            Some(other) if leaf.path.len() < other.path.len() => *other = leaf,
            Some(_) => {}
            None => self.found.push(leaf),
        }
    }
}

/// Whether a type is the key of a group: the value of a dimension.
pub(super) fn is_keys(types: &Types, name: &str) -> bool {
    ["dimension", "value", "label"].iter().all(|field| types.field(name, field).is_some())
}

/// Two names as one, in camel case.
fn joined(begin: &str, name: &str) -> String {
    if begin.is_empty() {
        return name.to_owned();
    }
    let mut letters = name.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    begin.chars().chain(first).chain(letters).collect()
}
