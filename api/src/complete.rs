//! Answers as the GraphQL specification wants them.
//!
//! Since 7.1 the engine leaves a field that failed out of the answer, instead of setting it to null, or the
//! nearest nullable place around it when it must not be null; and it writes fields in the order in which they
//! became ready. Clients take a missing key for a mistake of their own. So errors are put where they belong
//! (<https://spec.graphql.org/October2021/#sec-Handling-Field-Errors>), and fields in the order in which they
//! were asked for.

use std::collections::{HashMap, HashSet};

use async_graphql::{
    Name, PathSegment, Response, Value,
    parser::types::{ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet},
    registry::{MetaType, MetaTypeName, Registry},
};

/// Completes the answer to an operation. The document has passed the limits and validation.
pub(crate) fn complete(
    response: &mut Response,
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    registry: &Registry,
) {
    let root = match operation.ty {
        OperationType::Query => Some(registry.query_type.as_str()),
        OperationType::Mutation => registry.mutation_type.as_deref(),
        OperationType::Subscription => registry.subscription_type.as_deref(),
    };
    let mut shape = Shape::default();
    let kind = root.and_then(|name| registry.types.get(name));
    shape.add(&operation.selection_set.node, kind, &Schema { document, registry });

    let mut nulls: Vec<&[PathSegment]> = response
        .errors
        .iter()
        .filter(|error| !error.path.is_empty())
        .map(|error| shape.nullable_part(&error.path))
        .collect();
    // The outermost first: what is inside of them is gone with them.
    nulls.sort_by_key(|path| path.len());
    let mut set = HashSet::new();
    for path in nulls {
        set_null(&mut response.data, path, &set);
        set.insert(key(path));
    }
    shape.order(&mut response.data);
}

/// Sets a place to null. Objects around it that the engine left out, because all of their fields failed, are
/// put back; those in `set` are null by right.
fn set_null(data: &mut Value, path: &[PathSegment], set: &HashSet<String>) {
    let mut place = data;
    for (depth, segment) in path.iter().enumerate() {
        if *place == Value::Null {
            if set.contains(&key(&path[..depth])) {
                return;
            }
            *place = Value::Object(Default::default());
        }
        let next = match (place, segment) {
            (Value::Object(fields), PathSegment::Field(name)) => {
                Some(fields.entry(Name::new(name)).or_insert(Value::Null))
            }
            (Value::List(items), PathSegment::Index(index)) => items.get_mut(*index),
            _ => None,
        };
        let Some(next) = next else { return };
        place = next;
    }
    *place = Value::Null;
}

/// Paths cannot be hashed as they are.
fn key(path: &[PathSegment]) -> String {
    format!("{path:?}")
}

/// What the selections are looked up in.
struct Schema<'a> {
    document: &'a ExecutableDocument,
    registry: &'a Registry,
}

/// The fields that an object of the answer may have, in the order in which they were asked for. Fields behind
/// fragments on several types stand side by side: validation lets the same name mean only one thing.
#[derive(Default)]
struct Shape<'a> {
    fields: HashMap<&'a str, FieldShape<'a>>,
}

struct FieldShape<'a> {
    position: usize,
    /// Such as `[Item!]!`; none if the schema has no such field.
    type_name: Option<&'a str>,
    inside: Shape<'a>,
}

impl<'a> Shape<'a> {
    fn add(&mut self, set: &'a SelectionSet, kind: Option<&'a MetaType>, schema: &Schema<'a>) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => self.add_field(&field.node, kind, schema),
                Selection::InlineFragment(fragment) => {
                    let kind = match &fragment.node.type_condition {
                        Some(condition) => schema.registry.types.get(condition.node.on.node.as_str()),
                        None => kind,
                    };
                    self.add(&fragment.node.selection_set.node, kind, schema);
                }
                Selection::FragmentSpread(spread) => {
                    let Some(fragment) = schema.document.fragments.get(&spread.node.fragment_name.node)
                    else {
                        continue;
                    };
                    let condition = fragment.node.type_condition.node.on.node.as_str();
                    let kind = schema.registry.types.get(condition);
                    self.add(&fragment.node.selection_set.node, kind, schema);
                }
            }
        }
    }

    fn add_field(&mut self, field: &'a Field, kind: Option<&'a MetaType>, schema: &Schema<'a>) {
        let name = field.alias.as_ref().unwrap_or(&field.name).node.as_str();
        let type_name =
            kind.and_then(|kind| kind.field_by_name(&field.name.node)).map(|meta| meta.ty.as_str());
        let position = self.fields.len();
        let entry =
            self.fields.entry(name).or_insert(FieldShape { position, type_name, inside: Self::default() });
        let kind = type_name.and_then(|name| schema.registry.concrete_type_by_name(name));
        entry.inside.add(&field.selection_set.node, kind, schema);
    }

    /// The longest beginning of an error's path that may be null.
    fn nullable_part<'p>(&self, path: &'p [PathSegment]) -> &'p [PathSegment] {
        let mut nullable = 0;
        let (mut shape, mut type_name) = (Some(self), None);
        for (depth, segment) in path.iter().enumerate() {
            match segment {
                PathSegment::Field(name) => {
                    let field = shape.and_then(|shape| shape.fields.get(name.as_str()));
                    type_name = field.and_then(|field| field.type_name);
                    shape = field.map(|field| &field.inside);
                }
                PathSegment::Index(_) => type_name = type_name.and_then(item_type),
            }
            if !type_name.is_some_and(|name| name.ends_with('!')) {
                nullable = depth + 1;
            }
        }
        &path[..nullable]
    }

    fn order(&self, value: &mut Value) {
        match value {
            Value::List(items) => items.iter_mut().for_each(|item| self.order(item)),
            Value::Object(fields) if !self.fields.is_empty() => {
                let position = |name: &Name| self.fields.get(name.as_str()).map(|field| field.position);
                if !fields.keys().is_sorted_by_key(position) {
                    fields.sort_by(|a, _, b, _| position(a).cmp(&position(b)));
                }
                for (name, value) in fields.iter_mut() {
                    if let Some(field) = self.fields.get(name.as_str()) {
                        field.inside.order(value);
                    }
                }
            }
            // Plain values, and scalars that are objects: their fields are their own.
            _ => {}
        }
    }
}

/// The type of the items of a list type.
fn item_type(type_name: &str) -> Option<&str> {
    match MetaTypeName::create(type_name) {
        MetaTypeName::NonNull(inner) => item_type(inner),
        MetaTypeName::List(item) => Some(item),
        MetaTypeName::Named(_) => None,
    }
}
