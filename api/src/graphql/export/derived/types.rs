//! The schema as its own definition tells it: what tables are derived from.

use std::{collections::HashMap, sync::LazyLock};

use async_graphql::{
    Positioned,
    parser::{
        parse_schema,
        types::{BaseType, FieldDefinition, InputValueDefinition, Type, TypeKind, TypeSystemDefinition},
    },
};

use crate::{
    graphql::{error::ApiError, sdl},
    table::Kind,
};

/// The types of the schema, by name.
pub(super) struct Types(HashMap<String, TypeKind>);

/// The definition never changes while the program runs.
static SCHEMA: LazyLock<Option<Types>> = LazyLock::new(|| {
    let kinds = parse_schema(sdl()).ok()?.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(one) => Some((one.node.name.node.to_string(), one.node.kind)),
        _ => None,
    });
    Some(Types(kinds.collect()))
});

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape<'a> {
    /// One cell.
    Cell(Kind),
    /// An amount of money.
    Money,
    /// Something with an id, told elsewhere in full.
    Node(&'a str),
    /// An object that belongs to its row.
    Object(&'a str),
    /// Nothing that a table can hold: a page of another list, or JSON.
    Other,
}

impl Types {
    /// The types of the schema.
    pub(super) fn of_schema() -> Result<&'static Self, ApiError> {
        SCHEMA.as_ref().ok_or_else(|| ApiError::internal("the schema's own definition cannot be read"))
    }

    /// The fields of an object or interface.
    pub(super) fn fields(&self, name: &str) -> impl Iterator<Item = &FieldDefinition> {
        let fields: &[Positioned<FieldDefinition>] = match self.0.get(name) {
            Some(TypeKind::Object(object)) => &object.fields,
            Some(TypeKind::Interface(interface)) => &interface.fields,
            _ => &[],
        };
        fields.iter().map(|field| &field.node)
    }

    /// A field by its name.
    pub(super) fn field(&self, of: &str, name: &str) -> Option<&FieldDefinition> {
        self.fields(of).find(|field| field.name.node == name)
    }

    /// What a type holds that is no list.
    pub(super) fn shape<'a>(&'a self, name: &'a str) -> Shape<'a> {
        match self.0.get(name) {
            _ if name == "Money" => Shape::Money,
            _ if name.ends_with("Connection") => Shape::Other,
            Some(TypeKind::Enum(_)) => Shape::Cell(Kind::Text),
            Some(TypeKind::Interface(_)) if name == "Node" => Shape::Node(name),
            Some(TypeKind::Object(object)) => {
                let is_node = object.implements.iter().any(|implemented| implemented.node == "Node");
                if is_node { Shape::Node(name) } else { Shape::Object(name) }
            }
            Some(TypeKind::Scalar) | None => match name {
                "Int" | "Long" => Shape::Cell(Kind::Integer),
                "Float" => Shape::Cell(Kind::Number),
                "Boolean" => Shape::Cell(Kind::Boolean),
                "Date" => Shape::Cell(Kind::Date),
                "DateTime" => Shape::Cell(Kind::Instant),
                "String" | "ID" | "Decimal" => Shape::Cell(Kind::Text),
                _ => Shape::Other,
            },
            Some(_) => Shape::Other,
        }
    }

    /// Whether a type is an object that only arguments have.
    pub(super) fn is_input_object(&self, name: &str) -> bool {
        matches!(self.0.get(name), Some(TypeKind::InputObject(_)))
    }
}

/// The name of a type, and whether it is a list of it.
pub(super) fn named(given: &Type) -> (&str, bool) {
    match &given.base {
        BaseType::Named(name) => (name, false),
        BaseType::List(item) => (named(item).0, true),
    }
}

/// Whether an argument has to be given.
pub(super) fn is_required(argument: &InputValueDefinition) -> bool {
    !argument.ty.node.nullable && argument.default_value.is_none()
}

/// An argument of a field.
pub(super) fn argument<'a>(field: &'a FieldDefinition, name: &str) -> Option<&'a InputValueDefinition> {
    field.arguments.iter().map(|argument| &argument.node).find(|argument| argument.name.node == name)
}
