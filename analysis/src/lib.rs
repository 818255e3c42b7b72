//! Questions over facts: a small plan type and the engines that answer it.
//!
//! A caller writes a `SpendPlan` and hands it to a `SpendEngine`. There are two, which give the same answers: one scans
//! columns in memory, the other lowers the plan to SQL.

mod answer;
mod category;
mod columnar;
mod engine;
mod error;
mod exclusion;
mod filter;
mod flags;
mod metrics;
mod plan;
mod processes;
mod sector;
mod sql;
mod traits;

pub use answer::{
    BasisSum, Completeness, Coverage, ExclusionSum, GroupKey, Measures, Named, Remainder, SpendAnswer,
    SpendRow, Sum,
};
pub use category::{DivisionFilter, PAYMENT_SCHEME};
pub use columnar::{ColumnarEngine, ColumnarSettings, ColumnarSize, check_facts};
pub use engine::SpendEngine;
pub use error::AnalysisError;
pub use exclusion::ExclusionReason;
pub use filter::SpendFilter;
pub use flags::{
    Compared, FlagCounts, FlagNumbers, OrganisationFlag, OrganisationRule, flag_summary, organisation_flags,
};
pub use metrics::{
    BidPart, Funnel, LeftOut, LotLimitBreach, LotLimits, LotSuitability, Opportunities, Parts,
    PipelineDimension, PipelineKey, PipelineQuestion, StageShare, Suitability, ValueBand, ValueLeftOut,
    WinnerMode, bid_funnel, lot_suitability, sme_pipeline, stage_awarded, stage_bid, stage_planned,
    stage_tendered,
};
pub use plan::{SpendDimension, SpendOrder, SpendPlan};
pub use processes::{
    Answers, Breakdown, BreakdownRow, Enterprise, ProcessDimension, ProcessKey, ProcessQuestion, Tally,
};
pub use sector::sector_title;
pub use sql::SqlEngine;
pub use traits::{Known, SupplierTrait, SupplierTraits};
