//! The values of variables, as one operation will see them.

use std::collections::HashMap;

use async_graphql::{
    Pos, Value, Variables,
    parser::types::{OperationDefinition, VariableDefinition},
};
use async_graphql_value::Value as Argument;

use super::error::Refusal;

/// What a value that is no text weighs, in bytes: about its size in memory.
const PLAIN_WEIGHT: u64 = 16;

/// The variables of one operation with the values that they were given, or their defaults.
pub(crate) struct Given<'a> {
    values: HashMap<&'a str, (&'a Value, u64)>,
}

impl<'a> Given<'a> {
    /// Looks up every variable that the operation declares.
    pub(crate) fn to(operation: &'a OperationDefinition, variables: &'a Variables) -> Self {
        let values = operation
            .variable_definitions
            .iter()
            .filter_map(|definition| {
                let value = value_of(&definition.node, variables)?;
                Some((definition.node.name.node.as_str(), (value, weight(value))))
            })
            .collect();
        Self { values }
    }

    /// What an argument is after its variable, if it is one, is looked up. None if it is absent or null.
    pub(crate) fn resolve(&self, argument: &'a Argument) -> Option<Resolved<'a>> {
        match argument {
            Argument::Variable(name) => match self.values.get(name.as_str())?.0 {
                Value::Null => None,
                Value::Number(number) => Some(Resolved::Number(number)),
                Value::List(items) => Some(Resolved::List(items.len())),
                _ => Some(Resolved::Other),
            },
            Argument::Null => None,
            Argument::Number(number) => Some(Resolved::Number(number)),
            Argument::List(items) => Some(Resolved::List(items.len())),
            _ => Some(Resolved::Other),
        }
    }

    /// About how many bytes an argument takes with its variables filled in. Validation and every resolver
    /// make their own copy of it.
    pub(crate) fn weight(&self, argument: &Argument) -> u64 {
        match argument {
            Argument::Variable(name) => self.values.get(name.as_str()).map_or(0, |(_, weight)| *weight),
            Argument::String(text) => text_weight(text),
            Argument::List(items) => sum(items.iter().map(|item| self.weight(item))),
            Argument::Object(fields) => {
                sum(fields.iter().map(|(name, value)| text_weight(name) + self.weight(value)))
            }
            _ => PLAIN_WEIGHT,
        }
    }
}

/// The parts of an argument's value that tell how long a list will be.
pub(crate) enum Resolved<'a> {
    Number(&'a async_graphql::Number),
    List(usize),
    Other,
}

/// Refuses an operation whose required variables were not all given.
pub(crate) fn check_required(
    operation: &OperationDefinition,
    variables: &Variables,
) -> Result<(), (Refusal, Pos)> {
    for definition in &operation.variable_definitions {
        let expected = &definition.node.var_type.node;
        let given = value_of(&definition.node, variables);
        if !expected.nullable && matches!(given, None | Some(Value::Null)) {
            let name = definition.node.name.node.to_string();
            return Err((Refusal::VariableMissing { name, expected: expected.to_string() }, definition.pos));
        }
    }
    Ok(())
}

fn value_of<'a>(definition: &'a VariableDefinition, variables: &'a Variables) -> Option<&'a Value> {
    variables
        .get(&definition.name.node)
        .or_else(|| definition.default_value.as_ref().map(|default_value| &default_value.node))
}

fn weight(value: &Value) -> u64 {
    match value {
        Value::String(text) => text_weight(text),
        Value::List(items) => sum(items.iter().map(weight)),
        Value::Object(fields) => sum(fields.iter().map(|(name, value)| text_weight(name) + weight(value))),
        _ => PLAIN_WEIGHT,
    }
}

fn text_weight(text: &str) -> u64 {
    PLAIN_WEIGHT.saturating_add(u64::try_from(text.len()).unwrap_or(u64::MAX))
}

fn sum(weights: impl Iterator<Item = u64>) -> u64 {
    weights.fold(PLAIN_WEIGHT, u64::saturating_add)
}
