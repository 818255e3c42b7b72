//! Answers of metrics.

mod concentration;
mod deprivation;
mod displacement;
mod enterprise_share;
mod footing;
mod freshness;
mod leakage;
mod local_spend;
mod part;
mod share;
mod shared_suppliers;
mod stage_share;

pub(crate) use self::{
    concentration::Concentration,
    deprivation::DeprivationSpread,
    displacement::Displacement,
    enterprise_share::EnterpriseShare,
    freshness::FeedFreshness,
    leakage::Leakage,
    local_spend::LocalSpend,
    shared_suppliers::{SharedSupplier, SharedSupplierPage},
};
