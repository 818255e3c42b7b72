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
    #[error("{0} stands twice among the dimensions: name each once")]
    RepeatedDimension(&'static str),
    /// A comparison by month, quarter or year.
    #[error("a comparison cannot be grouped by {}: the groups of one period do not occur in another", .0.name())]
    ComparedByTime(SpendDimension),
    /// More groups than a metric adds up.
    #[error("more than {0} groups would have to be added up: group by less, or narrow the filter")]
    TooManyGroups(usize),
    /// An area that the hub does not know, or of a kind that bounds nothing.
    #[error(
        "`{0}` is no district, combined authority or region that the hub knows: give a GSS code such as `E08000031`"
    )]
    UnknownBoundary(String),
    /// More boundaries than one answer compares.
    #[error("{0} boundaries were asked for: ask for 1 to {1}")]
    BadBoundaries(usize, usize),
    /// A district whose neighbours are not known.
    #[error(
        "the hub knows no neighbours of `{0}`: they are the other districts of its combined authority, so it has to be a district in one"
    )]
    NoNeighbours(String),
    /// The data changed again and again while the answer was put together.
    #[error("the data changed while the answer was put together: ask again")]
    Moving,
    /// A sum left the range of 64-bit pence.
    #[error("a sum leaves the range of 64-bit pence: filter out payments with absurd amounts")]
    SumTooLarge,
    /// A server of the analysis database cannot be reached.
    #[error(
        "{0} of the analysis database cannot be reached: facts that are needed stand there; check that it runs, and ask again"
    )]
    AnalysisUnreachable(String),
    /// The analysis database is not yet where the hub is.
    #[error(
        "the analysis database is still being brought up to what the hub has loaded: ask again in a while"
    )]
    AnalysisBehind,
    /// The analysis database lacks tables.
    #[error(
        "the analysis database has no tables for facts, or others than this program: run `anchorhub analysis prepare`"
    )]
    AnalysisNotPrepared,
    /// The database failed.
    #[error(transparent)]
    Store(StoreError),
}

impl AnalysisError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooManyDimensions(_) => "TOO_MANY_DIMENSIONS",
            Self::RepeatedDimension(_) => "REPEATED_DIMENSION",
            Self::ComparedByTime(_) => "COMPARED_BY_TIME",
            Self::TooManyGroups(_) => "TOO_MANY_GROUPS",
            Self::UnknownBoundary(_) => "BOUNDARY_UNKNOWN",
            Self::BadBoundaries(..) => "BAD_BOUNDARIES",
            Self::NoNeighbours(_) => "NO_NEIGHBOURS",
            Self::Moving => "DATA_CHANGING",
            Self::SumTooLarge => "SUM_TOO_LARGE",
            Self::AnalysisUnreachable(_) => "ANALYSIS_UNREACHABLE",
            Self::AnalysisBehind => "ANALYSIS_BEHIND",
            Self::AnalysisNotPrepared => "ANALYSIS_NOT_PREPARED",
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
