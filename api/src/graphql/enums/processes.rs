//! Words of questions about contracting processes and opportunities.

use anchorhub_analysis as analysis;
use async_graphql::Enum;

/// What contracting processes can be grouped by. Each has one value in every dimension, so that groups make up the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::ProcessDimension")]
pub(crate) enum ProcessDimension {
    /// The lead buyer, by org-id: of the institutions that buy, the one that is named first. Unknown where the hub follows
    /// none of the buyers.
    Institution,
    /// Where it was published.
    Source,
    /// How far it has come.
    Stage,
    /// Division (two digits) of the main CPV code.
    CategoryDivision,
    /// `goods`, `services` or `works`, as published.
    MainCategory,
    /// Financial year (1 April to 31 March) of the first publication, counted in UTC.
    FinancialYear,
}

/// What opportunities can be grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::PipelineDimension")]
pub(crate) enum PipelineDimension {
    /// Planned, engagement, open or to be let anew.
    Stage,
    /// Calendar quarter in which the contract is to begin, as stated; for a contract that ends, of the day after its end.
    StartQuarter,
    /// Division (two digits) of the main CPV code.
    CategoryDivision,
    /// Region of delivery: ITL 2, four characters. An opportunity that delivers in several stands in each group.
    Place,
    /// Value as stated, in pounds; frameworks apart, because their value is a ceiling.
    ValueBand,
    /// Whether it is said to suit small and medium enterprises: yes, no, or not known.
    SmeSuitability,
}

/// Something that may be known of an opportunity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum OpportunityTrait {
    /// When the contract is to begin.
    Start,
    /// The main CPV code.
    Category,
    /// The ITL 2 region of delivery.
    Region,
    /// A value in pounds. A framework's ceiling counts as known.
    Value,
    /// Whether it suits small and medium enterprises.
    SmeSuitability,
}
