//! Tables that the answer of a field makes.
//!
//! A table is named after its field and the lists that lead to its rows, in lower case with hyphens and points:
//! `leakage.categories`, `local-spend.boundaries.rows`. A field whose answer is one list needs no more than its own name;
//! of several, `rows` or else the first goes under that name, too. `….answer` is the one row of what stands beside lists.

use async_graphql::parser::types::FieldDefinition;

use super::{
    columns::{Columns, KeyColumns, Leaf, Step, is_keys},
    types::{Shape, Types, is_required, named},
};

/// Fields that give what was named or what is likest: there is no whole to write out.
const NO_LISTS: &[&str] = &["nodes", "search"];

/// The name of the row of what stands beside lists.
const ANSWER: &str = "answer";

/// A table.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// The field of the query type.
    pub(super) field: &'static FieldDefinition,
    /// Whether its answer comes in pages.
    pub(super) in_pages: bool,
    /// The rows within each other, from the outside in.
    pub(super) levels: Vec<Level>,
}

/// Rows of one level.
#[derive(Clone, Debug)]
pub(super) struct Level {
    /// The list that they stand in; none if the answer itself is the list or the row.
    pub(super) list: Option<Step>,
    /// Their type.
    pub(super) item: &'static str,
}

impl Table {
    /// The table of a name.
    pub(super) fn named_so(types: &'static Types, name: &str) -> Option<Self> {
        let mut parts = name.split('.');
        let first = parts.next()?;
        let field = types.fields("Query").find(|field| is_called(&field.name.node, first))?;
        let rest: Vec<&str> = parts.collect();
        all_of(types, field)
            .into_iter()
            .find(|(path, _)| {
                path.len() == rest.len() && path.iter().zip(&rest).all(|(name, given)| is_called(name, given))
            })
            .map(|(_, table)| table)
    }

    /// Every table with its name, in the order of the schema. None stands under two names.
    pub(super) fn all(types: &'static Types) -> Vec<(String, Self)> {
        let fields = types.fields("Query");
        let tables = fields.flat_map(|field| {
            let tables = all_of(types, field);
            let begin = field.name.node.as_str();
            tables.into_iter().filter(|(path, table)| table.is_listed_under(path)).map(
                move |(path, table)| {
                    let parts = [begin].into_iter().chain(path.iter().map(String::as_str));
                    (parts.map(hyphened).collect::<Vec<_>>().join("."), table)
                },
            )
        });
        tables.collect()
    }

    /// Its columns, with those of keys.
    pub(super) fn leaves(&self, types: &'static Types, keys: &KeyColumns) -> Vec<Leaf> {
        let levels = self.levels.iter().enumerate();
        levels
            .flat_map(|(level, rows)| {
                let list = rows.list.as_ref().filter(|_| level > 0);
                Columns::of(types, keys, (level, rows.item), list.map_or("", |list| &list.field))
            })
            .collect()
    }

    /// Of the two names of the main list of an answer, the one that says more: `rows` says nothing.
    fn is_listed_under(&self, path: &[String]) -> bool {
        let list = self.levels.first().and_then(|level| level.list.as_ref()).map(|list| list.field.as_str());
        match path {
            [] => self.in_pages || list.is_none_or(|list| list == "rows"),
            [list] => list != "rows" || self.levels.len() > 1,
            _ => true,
        }
    }
}

/// The tables of a field, each with the lists that lead to it; the one under the field's own name first.
fn all_of(types: &'static Types, field: &'static FieldDefinition) -> Vec<(Vec<String>, Table)> {
    let (answer, is_list) = named(&field.ty.node);
    let table = |levels| Table { field, in_pages: answer.ends_with("Connection"), levels };
    let mut tables = Vec::new();
    if NO_LISTS.contains(&field.name.node.as_str()) {
        return tables;
    }
    if let Some(nodes) = types.field(answer, "nodes").filter(|_| answer.ends_with("Connection")) {
        let level = Level { list: Some(Step::of(nodes)), item: named(&nodes.ty.node).0 };
        tables.push((Vec::new(), table(vec![level])));
    } else if is_list {
        if matches!(types.shape(answer), Shape::Node(_) | Shape::Object(_)) {
            tables.push((Vec::new(), table(vec![Level { list: None, item: answer }])));
        }
    } else if matches!(types.shape(answer), Shape::Object(_)) {
        let lists = lists(types, answer);
        let main = lists.iter().find(|(name, _)| name == "rows").or_else(|| lists.first());
        let Some((_, main)) = main else { return Vec::new() };
        tables.push((Vec::new(), table(vec![main.clone()])));
        tables.extend(lists.iter().map(|(name, level)| (vec![name.clone()], table(vec![level.clone()]))));
        tables.push((vec![ANSWER.to_owned()], table(vec![Level { list: None, item: answer }])));
        for (name, level) in &lists {
            within(types, std::slice::from_ref(name), level, &table, &mut tables);
        }
        return tables;
    }
    if let Some((_, outer)) = tables.first().cloned()
        && let Some(level) = outer.levels.first()
    {
        within(types, &[], level, &table, &mut tables);
    }
    tables
}

/// Adds the tables of lists within rows.
fn within(
    types: &'static Types,
    path: &[String],
    outer: &Level,
    table: &impl Fn(Vec<Level>) -> Table,
    tables: &mut Vec<(Vec<String>, Table)>,
) {
    for (name, level) in lists(types, outer.item) {
        let path = path.iter().cloned().chain([name]).collect();
        tables.push((path, table(vec![outer.clone(), level])));
    }
}

/// The lists of objects in a type, each with its rows.
fn lists(types: &'static Types, of: &str) -> Vec<(String, Level)> {
    let fields = types.fields(of).filter_map(|field| {
        let (item, is_list) = named(&field.ty.node);
        let required = field.arguments.iter().any(|argument| is_required(&argument.node));
        let holds_rows = match types.shape(item) {
            Shape::Object(name) => !is_keys(types, name),
            Shape::Node(_) => true,
            _ => false,
        };
        let level = || Level { list: Some(Step::of(field)), item };
        (is_list && !required && holds_rows).then(|| (field.name.node.to_string(), level()))
    });
    fields.filter(|(name, _)| name != "edges").collect()
}

/// Whether a given name means a field: as it is called in the schema, or with hyphens.
fn is_called(field: &str, given: &str) -> bool {
    field == given || hyphened(field) == given
}

/// A name in lower case, with hyphens.
pub(super) fn hyphened(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}
