//! What a resolver can fail with. Every message here may be shown to any client; what may not is logged.

use std::sync::Arc;

use anchorhub_analysis::AnalysisError;
use anchorhub_store::{StoreError, StoreErrorKind};
use async_graphql::{
    ErrorExtensionValues, Response,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextRequest},
};

use super::{connection::MAX_FIRST, filters::MAX_LIST};

/// Why a field has no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ApiError {
    /// A page larger than any.
    #[error("`first` is {0}: ask for at most {MAX_FIRST} and page on with `after`")]
    FirstTooLarge(i32),
    /// A page of less than nothing.
    #[error("`first` is {0}: ask for 0 to {MAX_FIRST}")]
    FirstNegative(i32),
    /// A cursor that is damaged, or of another list, filter or order.
    #[error(
        "this cursor does not belong to this list with this filter and order: start again without `after`"
    )]
    BadCursor,
    /// An id that is damaged, or of another type.
    #[error("`{0}` is not an id of {1}: use the value of an `id` field")]
    BadId(String, &'static str),
    /// More ids than one answer can hold.
    #[error("{0} ids were given: ask for at most {MAX_FIRST} at once")]
    TooManyIds(usize),
    /// A list in a filter that is too long.
    #[error("a list in the filter has {0} values: give at most {MAX_LIST}")]
    FilterTooLong(usize),
    /// A filter names an institution that the hub does not know.
    #[error("the hub knows no institution `{0}`: see `institutions` for the org-ids it knows")]
    UnknownInstitution(String),
    /// A period that ends before it starts.
    #[error(
        "the period ends ({to}) before it starts ({from}): `from` is the first day, `to` the first day after"
    )]
    BadPeriod {
        /// First day.
        from: chrono::NaiveDate,
        /// First day after.
        to: chrono::NaiveDate,
    },
    /// A category that is no beginning of a CPV code.
    #[error("`{0}` is not the beginning of a CPV code: give two to eight digits, such as `90` or `90510000`")]
    BadCategory(String),
    /// Something in a filter that is no code of its kind.
    #[error("`{0}` is not {1}")]
    BadTrait(String, &'static str),
    /// A number of months that cannot be asked for.
    #[error("{0} months were asked for: ask for 1 to {1}")]
    BadMonths(i32, i32),
    /// A number of institutions that cannot be asked for.
    #[error("at least {0} institutions were asked for: ask for {1} to {2}")]
    BadMinimum(i32, i32, i32),
    /// A smallest number of institutions that is none.
    #[error("`minInstitutions` is {0}: ask for 0 or more")]
    NegativeMinimum(i32),
    /// Neither or both of two alternative arguments.
    #[error("give either `{0}` or `{1}`")]
    EitherOr(&'static str, &'static str),
    /// A question that the analysis refuses.
    #[error("{message}")]
    BadQuestion {
        /// Its code.
        code: &'static str,
        /// What was wrong.
        message: String,
    },
    /// Whoever asks may not.
    #[error(
        "this needs the key of a reviewer: send `Authorization: Bearer` with a key that the hub's operator gave out"
    )]
    Forbidden,
    /// A change that is refused.
    #[error("{message}")]
    Refused {
        /// Its code.
        code: &'static str,
        /// What was wrong.
        message: String,
    },
    /// The time of the request is over.
    #[error(
        "the query took too long and was stopped: ask for a shorter period, fewer groups or a smaller page"
    )]
    Deadline,
    /// The database cannot be reached just now.
    #[error("the hub's database cannot be reached just now: try again in a moment")]
    Unavailable,
    /// Anything that is our fault; the cause stands in the log.
    #[error("something went wrong on our side")]
    Internal,
}

impl ApiError {
    /// The stable code.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::FirstTooLarge(_) => "FIRST_TOO_LARGE",
            Self::FirstNegative(_) => "FIRST_NEGATIVE",
            Self::BadCursor => "BAD_CURSOR",
            Self::BadId(..) => "BAD_ID",
            Self::TooManyIds(_) => "TOO_MANY_IDS",
            Self::FilterTooLong(_) => "FILTER_TOO_LONG",
            Self::UnknownInstitution(_) => "INSTITUTION_UNKNOWN",
            Self::BadPeriod { .. } => "BAD_PERIOD",
            Self::BadCategory(_) => "BAD_CATEGORY",
            Self::BadTrait(..) => "BAD_TRAIT",
            Self::BadMonths(..) => "BAD_MONTHS",
            Self::BadMinimum(..) | Self::NegativeMinimum(_) => "BAD_MINIMUM",
            Self::EitherOr(..) => "BAD_ARGUMENTS",
            Self::BadQuestion { code, .. } => code,
            Self::Forbidden => "FORBIDDEN",
            Self::Refused { code, .. } => code,
            Self::Deadline => "DEADLINE_EXCEEDED",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }

    /// Logs a fault of ours and hides it.
    pub(crate) fn internal(what: &str) -> Self {
        tracing::error!(what, "a query failed");
        Self::Internal
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error.kind() {
            StoreErrorKind::Deadline => Self::Deadline,
            kind => {
                tracing::error!(code = kind.code(), detail = error.detail(), "a database statement failed");
                match kind {
                    StoreErrorKind::Unavailable | StoreErrorKind::Locked => Self::Unavailable,
                    _ => Self::Internal,
                }
            }
        }
    }
}

impl From<AnalysisError> for ApiError {
    fn from(error: AnalysisError) -> Self {
        let code = error.code();
        match error {
            AnalysisError::Store(error) => error.into(),
            error => Self::BadQuestion { code, message: error.to_string() },
        }
    }
}

/// Puts the stable code of every `ApiError` into `extensions.code`.
pub(crate) struct ErrorCodes;

impl ExtensionFactory for ErrorCodes {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for ErrorCodes {
    async fn request(&self, ctx: &ExtensionContext<'_>, next: NextRequest<'_>) -> Response {
        let mut response = next.run(ctx).await;
        for error in &mut response.errors {
            if let Some(code) = error.source::<ApiError>().map(ApiError::code) {
                error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code);
            }
        }
        response
    }
}
