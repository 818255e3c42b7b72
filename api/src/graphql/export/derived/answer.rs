//! Rows of a table, read out of an answer.

use async_graphql::{Name, Value};
use chrono::{DateTime, Utc};

use super::{
    columns::{Leaf, Step, Take},
    table::Table,
};
use crate::{
    graphql::export::listed::SEPARATOR,
    table::{Cell, Kind, Record},
};

/// The rows of a table in the answer of its field.
pub(super) fn rows(table: &Table, leaves: &[Leaf], answer: &Value) -> Vec<Record> {
    let mut reading = Reading { table, leaves, within: Vec::new(), rows: Vec::new() };
    reading.level(0, answer);
    reading.rows
}

struct Reading<'a> {
    table: &'a Table,
    leaves: &'a [Leaf],
    /// The rows that are being read, from the outside in.
    within: Vec<&'a Value>,
    rows: Vec<Record>,
}

impl<'a> Reading<'a> {
    fn level(&mut self, level: usize, holder: &'a Value) {
        let Some(rows) = self.table.levels.get(level) else {
            let record = self.leaves.iter().map(|leaf| cell(leaf, self.within.get(leaf.level).copied()));
            self.rows.push(record.collect());
            return;
        };
        let found = match &rows.list {
            Some(list) => part(holder, &list.field),
            None => Some(holder),
        };
        let items = match found {
            Some(Value::List(items)) => items.as_slice(),
            Some(Value::Null) | None => &[],
            Some(row) => std::slice::from_ref(row),
        };
        for row in items {
            self.within.push(row);
            self.level(level + 1, row);
            self.within.pop();
        }
    }
}

/// A field of an object.
pub(super) fn part<'a>(value: &'a Value, field: &str) -> Option<&'a Value> {
    match value {
        Value::Object(fields) => fields.get(&Name::new(field)),
        _ => None,
    }
}

fn cell(leaf: &Leaf, row: Option<&Value>) -> Cell {
    let mut values = Vec::new();
    if let Some(row) = row {
        find(row, &leaf.path, &mut values);
    }
    let one = match leaf.take {
        Take::Only => values.first(),
        Take::Nth(place) => values.get(place),
        Take::Joined => {
            let texts: Vec<String> = values.into_iter().flatten().filter_map(text).collect();
            return if texts.is_empty() { Cell::Null } else { Cell::Text(texts.join(SEPARATOR)) };
        }
    };
    one.copied().flatten().map_or(Cell::Null, |value| typed(leaf.column.kind, value))
}

/// What a path leads to, each item of lists on the way; nothing for what is not known.
fn find<'a>(value: &'a Value, path: &[Step], out: &mut Vec<Option<&'a Value>>) {
    match (value, path) {
        (Value::List(items), _) => items.iter().for_each(|item| find(item, path, out)),
        (Value::Null, _) => out.push(None),
        (value, []) => out.push(Some(value)),
        (value, [step, rest @ ..]) => match part(value, &step.field) {
            Some(inner) => find(inner, rest, out),
            None => out.push(None),
        },
    }
}

fn typed(kind: Kind, value: &Value) -> Cell {
    let text = || text(value);
    match kind {
        Kind::Text => Cell::of(text()),
        Kind::Boolean => Cell::of(match value {
            Value::Boolean(yes) => Some(*yes),
            _ => None,
        }),
        Kind::Integer => Cell::of(text().and_then(|text| text.parse::<i64>().ok())),
        Kind::Amount => Cell::amount(text().and_then(|text| text.parse().ok())),
        Kind::Number => match value {
            Value::Number(number) => number.as_f64().map_or(Cell::Null, Cell::Number),
            _ => Cell::Null,
        },
        Kind::Date => Cell::of(text().and_then(|text| text.parse::<chrono::NaiveDate>().ok())),
        Kind::Instant => Cell::of(text().and_then(|text| text.parse::<DateTime<Utc>>().ok())),
    }
}

fn text(value: &Value) -> Option<String> {
    Some(match value {
        Value::String(text) => text.clone(),
        Value::Enum(name) => name.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Boolean(yes) => yes.to_string(),
        _ => return None,
    })
}
