//! Questions over facts: a small plan type and the engines that answer it.
//!
//! A caller writes a `SpendPlan` and hands it to a `SpendEngine`. There are three, which give the same answers: one scans
//! columns in memory, one lowers the plan to SQL on the hub's own tables, and one to SQL on facts in a database of their own,
//! which may be many servers. Contracts have plans and engines of their own (`contracts`).

mod answer;
mod category;
mod cluster;
mod columnar;
mod contracts;
mod division;
mod engine;
mod error;
mod exclusion;
mod filter;
mod flags;
mod locality;
mod metrics;
mod period;
mod plan;
mod processes;
mod sector;
mod sql;
mod traits;

pub use answer::{
    BasisSum, Completeness, Coverage, ExclusionSum, GroupKey, Measures, Named, Remainder, SpendAnswer,
    SpendRow, Sum,
};
pub(crate) use category::REGISTER_SCHEME;
pub use category::{DivisionFilter, PAYMENT_SCHEME};
pub use cluster::{ClusterEngine, ClusterSize, coordinator_schema, facts_schema};
pub use columnar::{ColumnarEngine, ColumnarSettings, ColumnarSize, check_facts};
pub use contracts::{
    ContractAnswer, ContractColumns, ContractCoverage, ContractDimension, ContractEngine, ContractFilter,
    ContractKey, ContractMeasures, ContractOrder, ContractPlan, ContractRest, ContractRow, ContractSort,
    ContractSortKey, ContractSqlEngine, ContractTrait, ContractValueBasis, ContractsHeld, CpvPrefix, Days,
    ListedContracts, ValueBand, ValueOnBasis, ValueSum, delivering_in,
};
pub use division::division_title;
pub use engine::SpendEngine;
pub use error::AnalysisError;
pub use exclusion::ExclusionReason;
pub use filter::SpendFilter;
pub use flags::{
    Compared, FlagCounts, FlagNumbers, OrganisationFlag, OrganisationRule, flag_summary, organisation_flags,
};
pub use locality::Locality;
pub use metrics::{
    AreaLevel, Bases, BasisPart, Boundary, Concentration, ConcentrationAnswer, ConcentrationRow, DecilePart,
    DeprivationSpread, Displaced, Displacement, DisplacementRow, Duty, EnterpriseShare, FeedFreshness, Leak,
    Leakage, LocalShare, LocalSpend, MAX_GROUPS, MetricQuestion, Part, Share, ShareAnswer, ShareRest,
    ShareRow, SharedPart, SharedSupplier, SharedSuppliers, SharedSuppliersQuestion, concentration,
    deprivation_spread, displacement, enterprise_share, freshness, leakage, local_spend, shared_suppliers,
};
pub use metrics::{
    BidPart, CriteriaWeights, Funnel, LeftOut, LotLimitBreach, LotLimits, LotSuitability, Opportunities,
    Parts, PipelineBand, PipelineDimension, PipelineKey, PipelineQuestion, StageShare, Suitability,
    ValueLeftOut, WinnerMode, bid_funnel, criteria_weights, lot_suitability, sme_pipeline, stage_awarded,
    stage_bid, stage_planned, stage_tendered,
};
pub use metrics::{
    DueBasis, FrameworkRelation, FrameworkSignal, FrameworkUse, FrameworkUseRow, InstitutionTerms,
    JointBuying, JointBuyingCandidate, JointBuyingPlan, JointCategory, JointCategoryLevel, JointScore,
    ReviewItem, ReviewPlan, ReviewQueue, Spread, SupplierShare, ValueVariance, ValueVarianceGroup,
    ValueVariancePlan, framework_use, joint_buying, review_queue, supplier_shares, value_variance,
};
pub use period::Between;
pub use plan::{SpendDimension, SpendOrder, SpendPlan};
pub use processes::{
    Answers, Breakdown, BreakdownRow, Enterprise, ProcessDimension, ProcessKey, ProcessQuestion, Tally,
};
pub use sector::sector_title;
pub use sql::SqlEngine;
pub use traits::{Known, SupplierTrait, SupplierTraits};
