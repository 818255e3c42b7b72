//! Figures with a meaning: what each one is, over which payments, contracts or contracting processes, and of how much it is known.
//!
//! Metrics of spend lower to plans that an engine answers from one state of the data, so that they work alike on both. What
//! plans cannot say (where an attribute comes from, contracts, documents) is read beside them, at the same version.

mod basis;
mod bid_funnel;
mod boundary;
mod concentration;
mod consistent;
mod criteria_weights;
mod deprivation;
mod displacement;
mod framework_use;
mod freshness;
mod joint_buying;
mod keyed;
mod leakage;
mod local_spend;
mod lot_limits;
mod lot_suitability;
mod question;
mod review_queue;
mod share;
mod shared_suppliers;
mod sme_pipeline;
mod sme_share;
mod stage_awarded;
mod stage_bid;
mod stage_planned;
mod stage_share;
mod stage_tendered;
mod value_variance;

pub use basis::{Bases, BasisPart};
pub use bid_funnel::{BidPart, Funnel, bid_funnel};
pub use boundary::{AreaLevel, Boundary};
pub use concentration::{Concentration, ConcentrationAnswer, ConcentrationRow, concentration};
pub use criteria_weights::{CriteriaWeights, criteria_weights};
pub use deprivation::{DecilePart, DeprivationSpread, deprivation_spread};
pub use displacement::{Displaced, Displacement, DisplacementRow, displacement};
pub use framework_use::{FrameworkRelation, FrameworkSignal, FrameworkUse, FrameworkUseRow, framework_use};
pub use freshness::{Duty, FeedFreshness, freshness};
pub use joint_buying::{
    JointBuying, JointBuyingCandidate, JointBuyingPlan, JointCategory, JointCategoryLevel, JointScore,
    joint_buying,
};
pub use leakage::{Leak, Leakage, leakage};
pub use local_spend::{LocalShare, LocalSpend, local_spend};
pub use lot_limits::{LotLimitBreach, LotLimits};
pub use lot_suitability::{LotSuitability, Suitability, lot_suitability};
pub use question::{MAX_GROUPS, MetricQuestion};
pub use review_queue::{
    DueBasis, ReviewItem, ReviewPlan, ReviewQueue, SupplierShare, review_queue, supplier_shares,
};
pub use share::{Part, Share, ShareAnswer, ShareRest, ShareRow};
pub use shared_suppliers::{
    SharedPart, SharedSupplier, SharedSuppliers, SharedSuppliersQuestion, shared_suppliers,
};
pub use sme_pipeline::{
    Opportunities, PipelineBand, PipelineDimension, PipelineKey, PipelineQuestion, sme_pipeline,
};
pub use sme_share::{EnterpriseShare, enterprise_share};
pub use stage_awarded::{WinnerMode, stage_awarded};
pub use stage_bid::stage_bid;
pub use stage_planned::stage_planned;
pub use stage_share::{LeftOut, Parts, StageShare, ValueLeftOut};
pub use stage_tendered::stage_tendered;
pub use value_variance::{
    InstitutionTerms, Spread, ValueVariance, ValueVarianceGroup, ValueVariancePlan, value_variance,
};
