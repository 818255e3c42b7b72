//! What can go wrong with a question.

use anchorhub_store::{StoreError, StoreErrorKind};

use crate::{SpendDimension, SpendPlan};

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum AnalysisError {
    /// More dimensions than an answer can show.
    #[error("{0} dimensions were asked for; group by at most {max}", max = SpendPlan::MAX_DIMENSIONS)]
    TooManyDimensions(usize),
    /// A dimension was asked for twice.
    #[error("{} stands twice among the dimensions: name each once", .0.name())]
    RepeatedDimension(SpendDimension),
    /// A dimension of another question was asked for twice.
    #[error("{0} stands twice among the dimensions: name each once")]
    RepeatedKey(&'static str),
    /// A sum left the range of 64-bit pence.
    #[error("a sum leaves the range of 64-bit pence: filter out payments with absurd amounts")]
    SumTooLarge,
    /// The database failed.
    #[error(transparent)]
    Store(StoreError),
}

impl AnalysisError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooManyDimensions(_) => "TOO_MANY_DIMENSIONS",
            Self::RepeatedDimension(_) | Self::RepeatedKey(_) => "REPEATED_DIMENSION",
            Self::SumTooLarge => "SUM_TOO_LARGE",
            Self::Store(error) => error.kind().code(),
        }
    }
}

impl From<StoreError> for AnalysisError {
    fn from(error: StoreError) -> Self {
        match error.kind() {
            StoreErrorKind::SumTooLarge => Self::SumTooLarge,
            _ => Self::Store(error),
        }
    }
}
