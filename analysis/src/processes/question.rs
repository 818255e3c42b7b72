//! A question about contracting processes.

use sea_orm::sea_query::SelectStatement;

use crate::AnalysisError;

/// What processes can be grouped by. Each process has one key in every dimension, so that groups make up the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProcessDimension {
    /// The lead buyer: of the institutions that buy, the one that is named first. Not known where the hub follows none.
    Institution,
    /// Where it was published.
    Source,
    /// How far it has come.
    Stage,
    /// Division (two digits) of the main CPV code.
    CategoryDivision,
    /// `goods`, `services` or `works`, as published.
    MainCategory,
    /// Financial year of the first publication, which is counted in UTC.
    FinancialYear,
}

impl ProcessDimension {
    /// The name for messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Institution => "INSTITUTION",
            Self::Source => "SOURCE",
            Self::Stage => "STAGE",
            Self::CategoryDivision => "CATEGORY_DIVISION",
            Self::MainCategory => "MAIN_CATEGORY",
            Self::FinancialYear => "FINANCIAL_YEAR",
        }
    }
}

/// Which processes, and by what they are grouped. Processes marked as tests are never counted.
#[derive(Clone, Debug)]
pub struct ProcessQuestion {
    /// A statement that gives the keys of the processes.
    pub processes: SelectStatement,
    /// Up to four different dimensions; none asks for the total alone.
    pub group_by: Vec<ProcessDimension>,
    /// Number of groups to show; the others are added up.
    pub first: usize,
}

impl ProcessQuestion {
    /// Most dimensions.
    pub const MAX_DIMENSIONS: usize = 4;

    /// Refuses questions that cannot be answered.
    pub(crate) fn check(&self) -> Result<(), AnalysisError> {
        distinct(&self.group_by, Self::MAX_DIMENSIONS, ProcessDimension::name)
    }
}

/// Refuses dimensions that are too many or repeated.
pub(crate) fn distinct<D: Copy + PartialEq>(
    dimensions: &[D],
    most: usize,
    name: fn(D) -> &'static str,
) -> Result<(), AnalysisError> {
    if dimensions.len() > most {
        return Err(AnalysisError::TooManyDimensions(dimensions.len()));
    }
    for (index, dimension) in dimensions.iter().enumerate() {
        if dimensions[..index].contains(dimension) {
            return Err(AnalysisError::RepeatedDimension(name(*dimension)));
        }
    }
    Ok(())
}
