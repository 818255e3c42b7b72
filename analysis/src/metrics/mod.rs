//! Metrics: figures with a definition, made from facts.

mod framework_use;
mod joint_buying;
mod review_queue;
mod value_variance;

pub use framework_use::{FrameworkRelation, FrameworkSignal, FrameworkUse, FrameworkUseRow, framework_use};
pub use joint_buying::{
    JointBuying, JointBuyingCandidate, JointBuyingPlan, JointCategory, JointCategoryLevel, JointScore,
    joint_buying,
};
pub use review_queue::{
    DueBasis, ReviewItem, ReviewPlan, ReviewQueue, SupplierShare, review_queue, supplier_shares,
};
pub use value_variance::{
    InstitutionTerms, Spread, ValueVariance, ValueVarianceGroup, ValueVariancePlan, value_variance,
};
