//! Arguments as texts, read by the types of the schema.

use async_graphql::{
    Variables,
    parser::types::{BaseType, FieldDefinition, InputValueDefinition, Type},
};
use serde_json::{Map, Value as Json};

use super::types::{Types, argument, is_required};
use crate::graphql::{error::ApiError, export::ExportArguments};

/// Arguments that an export gives by itself.
const OWN: &[&str] = &["first", "after"];

/// The arguments that a field can be given.
pub(super) fn possible(field: &FieldDefinition) -> impl Iterator<Item = &InputValueDefinition> {
    field.arguments.iter().map(|argument| &argument.node).filter(|one| !OWN.contains(&one.name.node.as_str()))
}

/// What was given, as variables.
pub(super) fn read(
    types: &Types,
    field: &FieldDefinition,
    given: &ExportArguments,
) -> Result<Map<String, Json>, ApiError> {
    let mut variables = Map::new();
    for (name, text) in given.iter() {
        let Some(argument) = argument(field, name).filter(|_| !OWN.contains(&name)) else {
            let known: Vec<String> = possible(field).map(|one| format!("`{}`", one.name.node)).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            return Err(bad(format!("`{name}` is no argument of this export: it has {known}")));
        };
        variables.insert(
            name.to_owned(),
            value(types, &argument.ty.node, text.trim())
                .map_err(|wrong| bad(format!("`{name}` is {wrong} (its type is {})", argument.ty.node)))?,
        );
    }
    match possible(field).find(|one| is_required(one) && !variables.contains_key(one.name.node.as_str())) {
        Some(missing) => {
            Err(bad(format!("`{}` is missing (its type is {})", missing.name.node, missing.ty.node)))
        }
        None => Ok(variables),
    }
}

/// The variables as the schema takes them.
pub(super) fn variables(given: &Map<String, Json>) -> Variables {
    Variables::from_json(Json::Object(given.clone()))
}

/// A value from its text. Lists are JSON or separated by commas; texts and names stand without quotation marks.
fn value(types: &Types, kind: &Type, text: &str) -> Result<Json, &'static str> {
    match &kind.base {
        BaseType::List(_) if text.starts_with('[') => json(text),
        BaseType::List(item) => {
            let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
            parts.map(|part| value(types, item, part)).collect::<Result<Vec<_>, _>>().map(Json::Array)
        }
        BaseType::Named(name) => match name.as_str() {
            "Int" | "Long" => text.parse::<i64>().map(Json::from).map_err(|_| "no whole number"),
            "Float" => text.parse::<f64>().map(Json::from).map_err(|_| "no number"),
            "Boolean" => text.parse::<bool>().map(Json::from).map_err(|_| "neither true nor false"),
            name if types.is_input_object(name) => json(text),
            _ => Ok(Json::from(text)),
        },
    }
}

fn json(text: &str) -> Result<Json, &'static str> {
    serde_json::from_str(text).map_err(|_| "not JSON")
}

fn bad(message: String) -> ApiError {
    ApiError::BadQuestion { code: "BAD_ARGUMENTS", message }
}
