//! Arguments as they are given outside GraphQL, read by the schema's own input types.

use async_graphql::{InputType, Pos, Value};
use serde_json::Value as Json;

use super::ExportArguments;
use crate::graphql::error::ApiError;

/// The argument that says which rows.
const FILTER: &str = "filter";

/// The argument that says in which order.
const ORDER_BY: &str = "orderBy";

/// What was given for a list.
pub(super) struct Input<'a>(&'a ExportArguments);

impl<'a> Input<'a> {
    /// Refuses arguments that a list does not have.
    pub(super) fn new(given: &'a ExportArguments, has_order: bool) -> Result<Self, ApiError> {
        match given.iter().find(|(name, _)| *name != FILTER && !(has_order && *name == ORDER_BY)) {
            Some((name, _)) => {
                let known = if has_order { "`filter` and `orderBy`" } else { "`filter`" };
                Err(bad(format!("`{name}` is no argument of this export: it has {known}")))
            }
            None => Ok(Self(given)),
        }
    }

    /// The filter; one that allows everything when none is given.
    pub(super) fn filter<T: InputType + Default>(&self) -> Result<T, ApiError> {
        let Some(text) = self.0.get(FILTER) else { return Ok(T::default()) };
        let given =
            serde_json::from_str(text).map_err(|error| bad(format!("`filter` is not JSON: {error}")))?;
        read(FILTER, &given)
    }

    /// The order; the usual one when none is given.
    pub(super) fn order<T: InputType + Default>(&self) -> Result<T, ApiError> {
        match self.0.get(ORDER_BY) {
            Some(order) => read(ORDER_BY, &Json::from(order)),
            None => Ok(T::default()),
        }
    }
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
    use super::*;
    use crate::graphql::{filters::PaymentFilter, lists::PaymentOrder};

    fn message<T>(result: Result<T, ApiError>) -> String {
        result.err().map(|error| error.to_string()).unwrap_or_default()
    }

    fn arguments(name: &str, value: &str) -> ExportArguments {
        ExportArguments::new([(name.to_owned(), value.to_owned())]).unwrap_or_default()
    }

    #[test]
    fn a_slip_in_a_filter_is_refused_and_not_passed_over() {
        let read = |given: &str| {
            let given = arguments("filter", given);
            Input::new(&given, true).and_then(|input| input.filter::<PaymentFilter>()).map(|_| ())
        };
        assert!(read(r#"{ "institutions": "GB-LAE-AAA", "amount": { "min": "0.01" } }"#).is_ok());
        assert!(read(r#"{ "period": { "from": "2023-04-01" }, "vatBasis": ["NET"] }"#).is_ok());
        assert!(message(read(r#"{ "instituions": [] }"#)).contains("`instituions`"));
        assert!(message(read(r#"{ "amount": { "minimum": "1" } }"#)).contains("`minimum`"));
        assert!(message(read(r#"{ "vatBasis": ["NIT"] }"#)).starts_with("`filter`"));
        assert!(message(read("[]")).starts_with("`filter`"));
        assert!(message(read("{")).starts_with("`filter` is not JSON"));
        let order = arguments("orderBy", "AMOUNT_DSC");
        let read = Input::new(&order, true).and_then(|input| input.order::<PaymentOrder>());
        assert!(message(read).starts_with("`orderBy`"));
        assert!(message(Input::new(&order, false).map(|_| ())).contains("`orderBy` is no argument"));
        assert!(message(Input::new(&arguments("groupBy", "MONTH"), true).map(|_| ())).contains("`groupBy`"));
    }
}
