//! The last line of defence: no error leaves without a code, and what has none is not shown.

use async_graphql::{ErrorExtensionValues, ServerError, Value};
use tracing::error;

use crate::http::request_id::RequestId;

/// The operation ran out of its time.
pub(crate) const DEADLINE_EXCEEDED: &str = "DEADLINE_EXCEEDED";
/// An error that only the log may show.
pub(crate) const INTERNAL: &str = "INTERNAL";

/// How async-graphql's messages about arguments and variables begin that a resolver could not read.
const INPUT_ERRORS: [&str; 2] = ["Failed to parse \"", "Expected input type \""];

/// Gives a code to every error that has none. Messages of unforeseen errors may name tables, files or hosts:
/// they go to the log, and the caller gets the request's id to ask with.
pub(crate) fn mask(errors: &mut [ServerError], out_of_time: bool, id: &RequestId) {
    for error in errors {
        // The source is for us alone.
        let source = error.source.take();
        if code(error).is_some() {
            continue;
        }
        let masked = if source.is_none() && INPUT_ERRORS.iter().any(|start| error.message.starts_with(start))
        {
            coded(error.message.clone(), "BAD_USER_INPUT")
        } else if out_of_time {
            deadline_exceeded()
        } else {
            error!(message = error.message, path = ?error.path, "an error without a code was masked");
            coded(format!("an internal error happened; it is in the log under request id {id}"), INTERNAL)
        };
        error.message = masked.message;
        error.extensions = masked.extensions;
    }
}

/// The stable code of an error.
pub(crate) fn code(error: &ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code),
        _ => None,
    }
}

/// An error with a code.
pub(crate) fn coded(message: String, code: &str) -> ServerError {
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", code);
    let mut error = ServerError::new(message, None);
    error.extensions = Some(extensions);
    error
}

/// The operation ran out of its time.
pub(crate) fn deadline_exceeded() -> ServerError {
    let message =
        "the query took too long and was stopped: ask for a shorter period, fewer groups or a smaller page";
    coded(message.to_owned(), DEADLINE_EXCEEDED)
}
