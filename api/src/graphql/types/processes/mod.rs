//! Answers to questions about contracting processes and opportunities.

mod bid_funnel;
mod criteria_weights;
mod group;
mod lot_suitability;
mod organisation_red_flags;
mod red_flag;
mod red_flag_summary;
mod sme_pipeline;

pub(crate) use self::{
    bid_funnel::BidFunnel,
    criteria_weights::CriteriaWeights,
    group::{BasisCount, bases},
    lot_suitability::LotSuitability,
    organisation_red_flags::OrganisationRedFlags,
    red_flag::{RedFlag, RedFlagResult},
    red_flag_summary::RedFlagSummary,
    sme_pipeline::SmePipeline,
};
