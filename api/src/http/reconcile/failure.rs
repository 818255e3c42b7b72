//! Why a request to the service has no answer.

use anchorhub_store::{StoreError, StoreErrorKind};
use axum::http::StatusCode;
use tracing::error;

use crate::http::problem::Problem;

/// Why a request has no answer.
pub(super) enum Failure {
    /// What was asked cannot be answered.
    Refused(Problem),
    /// The database failed.
    Store(StoreError),
}

impl Failure {
    pub(super) fn into_problem(self) -> Problem {
        let store = match self {
            Self::Refused(problem) => return problem,
            Self::Store(store) => store,
        };
        if store.kind() == StoreErrorKind::Deadline {
            let detail = "this took too long: ask for fewer at once";
            return Problem::new(StatusCode::SERVICE_UNAVAILABLE, "DEADLINE_EXCEEDED", detail);
        }
        error!(detail = %store, "a reconciliation failed");
        let detail = "the hub's database cannot be reached just now: try again in a moment";
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", detail)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

impl From<StoreError> for Failure {
    fn from(store: StoreError) -> Self {
        Self::Store(store)
    }
}

/// What is wrong with what was asked.
pub(super) fn bad_request(code: &'static str, detail: impl Into<String>) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, code, detail)
}

/// The beginning of a text that a client sent, for a message.
pub(super) fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}
