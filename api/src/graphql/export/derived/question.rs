//! The document that asks for everything that a table shows.

use async_graphql::parser::types::FieldDefinition;
use serde_json::{Map, Value as Json};

use super::{
    columns::{Leaf, Step},
    table::Table,
    types::argument,
};

/// The name under which the answer comes.
pub(super) const ANSWER: &str = "answer";

/// Writes the document. `page`: rows of a page, or of the whole answer; `most`: of lists in it.
pub(super) fn document(
    table: &Table,
    leaves: &[Leaf],
    given: &Map<String, Json>,
    page: usize,
    most: usize,
) -> String {
    let field = table.field;
    let mut selection = Selection::default();
    for leaf in leaves {
        let lists = table.levels.iter().take(leaf.level + 1).filter_map(|level| level.list.as_ref());
        selection.add(lists.chain(&leaf.path).map(|step| asked(step, most)));
    }
    if table.in_pages {
        for part in ["hasNextPage", "endCursor"] {
            selection.add(["pageInfo", part].into_iter().map(str::to_owned));
        }
    }
    let (declared, mut arguments) = declared(field, given);
    let declared = if table.in_pages { format!("{declared}$after: String") } else { declared };
    if argument(field, "first").is_some() {
        arguments.push(format!("first: {page}"));
    }
    if table.in_pages {
        arguments.push("after: $after".to_owned());
    }
    let brackets = |text: String| if text.is_empty() { text } else { format!("({text})") };
    let (declared, arguments) = (brackets(declared), brackets(arguments.join(", ")));
    format!("query {declared} {{ {ANSWER}: {}{arguments} {}}}", field.name.node, selection.text())
}

/// The variables that are given, and the arguments that take them.
fn declared(field: &FieldDefinition, given: &Map<String, Json>) -> (String, Vec<String>) {
    let given = given.keys().filter_map(|name| Some((name, &argument(field, name)?.ty.node)));
    given.fold((String::new(), Vec::new()), |(declared, mut arguments), (name, kind)| {
        arguments.push(format!("{name}: ${name}"));
        (format!("{declared}${name}: {kind} "), arguments)
    })
}

fn asked(step: &Step, most: usize) -> String {
    if step.all { format!("{}(first: {most})", step.field) } else { step.field.clone() }
}

/// Fields within fields.
#[derive(Default)]
struct Selection(Vec<(String, Selection)>);

impl Selection {
    fn add(&mut self, mut path: impl Iterator<Item = String>) {
        let Some(field) = path.next() else { return };
        match self.0.iter_mut().find(|(name, _)| *name == field) {
            Some((_, inner)) => inner.add(path),
            None => {
                let mut inner = Self::default();
                inner.add(path);
                self.0.push((field, inner));
            }
        }
    }

    fn text(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let fields: Vec<String> =
            self.0.iter().map(|(field, inner)| format!("{field} {}", inner.text())).collect();
        format!("{{ {} }} ", fields.join(" "))
    }
}
