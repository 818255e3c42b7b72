//! Why a query was refused before it ran.

use async_graphql::{ErrorExtensionValues, Pos, ServerError};

/// Why a query was refused before it ran.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(crate) enum Refusal {
    /// Over a limit.
    #[error("the query has {actual} {what}; the limit is {limit}: {hint}")]
    OverLimit {
        code: &'static str,
        what: &'static str,
        limit: u64,
        /// Where counting stops at the limit, the first number over it.
        actual: u64,
        hint: &'static str,
    },
    /// The text is no GraphQL document.
    #[error("{message}")]
    NotParsed { message: String },
    /// The document has no operation of the wanted name, or several and no name was given.
    #[error("{message}")]
    NoSuchOperation { message: String },
    /// A variable that the operation requires was not given, or given as null.
    #[error("the variable `${name}` of type `{expected}` is required: give it a value that is not null")]
    VariableMissing { name: String, expected: String },
    /// A mutation where only queries may run.
    #[error("mutations cannot be sent with GET: send this one with POST")]
    MutationOverGet,
    /// A subscription where there is one answer only.
    #[error("subscriptions cannot be sent with GET or POST: they have many answers")]
    Subscription,
}

impl Refusal {
    /// The stable code.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::OverLimit { code, .. } => code,
            Self::NotParsed { .. } => "GRAPHQL_PARSE_FAILED",
            Self::NoSuchOperation { .. } => "OPERATION_NOT_FOUND",
            Self::VariableMissing { .. } => "BAD_VARIABLES",
            Self::MutationOverGet => "MUTATION_OVER_GET",
            Self::Subscription => "SUBSCRIPTION_REFUSED",
        }
    }

    /// As async-graphql reports it.
    pub(crate) fn into_server_error(self, at: Option<Pos>) -> ServerError {
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", self.code());
        if let Self::OverLimit { limit, actual, .. } = self {
            extensions.set("limit", limit);
            extensions.set("actual", actual);
        }
        let mut error = ServerError::new(self.to_string(), at);
        error.extensions = Some(extensions);
        error
    }
}

/// Checks one count against its limit.
pub(crate) fn check(
    actual: u64,
    limit: u64,
    code: &'static str,
    what: &'static str,
    hint: &'static str,
) -> Result<(), Refusal> {
    if actual <= limit {
        return Ok(());
    }
    Err(Refusal::OverLimit { code, what, limit, actual, hint })
}
