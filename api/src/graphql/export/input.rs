//! Arguments as they are given outside GraphQL, read by the schema's own input types.

use async_graphql::{InputType, Pos, Value};
use serde_json::Value as Json;

use super::ExportArguments;
use crate::graphql::error::ApiError;

/// What was given.
pub(super) struct Input<'a>(pub(super) &'a ExportArguments);

impl Input<'_> {
    /// The filter; one that allows everything when none is given.
    pub(super) fn filter<T: InputType + Default>(&self) -> Result<T, ApiError> {
        self.0.filter.as_ref().map_or_else(|| Ok(T::default()), |filter| read("filter", filter))
    }

    /// The order; the usual one when none is given.
    pub(super) fn order<T: InputType + Default>(&self) -> Result<T, ApiError> {
        match &self.0.order_by {
            Some(order) => read("orderBy", &Json::String(order.clone())),
            None => Ok(T::default()),
        }
    }

    /// Refuses an order, of rows that have but one.
    pub(super) fn no_order(&self) -> Result<(), ApiError> {
        match self.0.order_by {
            Some(_) => Err(bad("these rows come in one order: leave `orderBy` out".to_owned())),
            None => Ok(()),
        }
    }

    /// Refuses what only analyses have.
    pub(super) fn is_list(&self) -> Result<(), ApiError> {
        if self.0.group_by.is_empty() && self.0.exclude.is_empty() {
            Ok(())
        } else {
            Err(bad("`groupBy` and `exclude` are for analyses: leave them out".to_owned()))
        }
    }

    /// The dimensions of an analysis.
    pub(super) fn group_by<T: InputType>(&self) -> Result<Vec<T>, ApiError> {
        each("groupBy", &self.0.group_by)
    }

    /// What an analysis leaves out.
    pub(super) fn exclude<T: InputType>(&self) -> Result<Vec<T>, ApiError> {
        each("exclude", &self.0.exclude)
    }
}

fn each<T: InputType>(argument: &str, names: &[String]) -> Result<Vec<T>, ApiError> {
    names.iter().map(|name| read(argument, &Json::String(name.clone()))).collect()
}

fn read<T: InputType>(argument: &str, given: &Json) -> Result<T, ApiError> {
    let value = Value::from_json(given.clone()).map_err(|error| bad(format!("`{argument}`: {error}")))?;
    let parsed = T::parse(Some(value))
        .map_err(|error| bad(format!("`{argument}`: {}", error.into_server_error(Pos::default()).message)))?;
    let known = parsed.to_value().into_json().map_err(|error| bad(format!("`{argument}`: {error}")))?;
    match unknown(given, &known) {
        Some(name) => Err(bad(format!("`{argument}` has no part `{name}`: see its type in the schema"))),
        None => Ok(parsed),
    }
}

/// The first key of an object that its type does not have. Within GraphQL validation finds them; the input types
/// themselves pass over what they do not know, and a filter with a slip would allow everything.
fn unknown(given: &Json, known: &Json) -> Option<String> {
    match (given, known) {
        (Json::Object(given), Json::Object(known)) => given.iter().find_map(|(name, value)| {
            known.get(name).map_or_else(|| Some(name.clone()), |known| unknown(value, known))
        }),
        (Json::Array(given), Json::Array(known)) => {
            given.iter().zip(known).find_map(|(given, known)| unknown(given, known))
        }
        // One value stands for a list of one.
        (given, Json::Array(known)) => known.first().and_then(|known| unknown(given, known)),
        _ => None,
    }
}

fn bad(message: String) -> ApiError {
    ApiError::BadQuestion { code: "BAD_ARGUMENTS", message }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::graphql::{filters::PaymentFilter, lists::PaymentOrder};

    fn message<T>(result: Result<T, ApiError>) -> String {
        result.err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_slip_in_a_filter_is_refused_and_not_passed_over() {
        let filter = |filter| ExportArguments { filter: Some(filter), ..Default::default() };
        let read = |given| Input(&filter(given)).filter::<PaymentFilter>().map(|_| ());
        assert!(read(json!({ "institutions": "GB-LAE-AAA", "amount": { "min": "0.01" } })).is_ok());
        assert!(read(json!({ "period": { "from": "2023-04-01" }, "vatBasis": ["NET"] })).is_ok());
        assert!(message(read(json!({ "instituions": [] }))).contains("`instituions`"));
        assert!(message(read(json!({ "amount": { "minimum": "1" } }))).contains("`minimum`"));
        assert!(message(read(json!({ "vatBasis": ["NIT"] }))).starts_with("`filter`"));
        assert!(message(read(json!([]))).starts_with("`filter`"));
        let order = ExportArguments { order_by: Some("AMOUNT_DSC".to_owned()), ..Default::default() };
        assert!(message(Input(&order).order::<PaymentOrder>()).starts_with("`orderBy`"));
    }
}
