//! Answers to questions about contracting processes and opportunities.

mod bid_funnel;
mod group;
mod lot_suitability;
mod sme_pipeline;

pub(crate) use self::{bid_funnel::BidFunnel, lot_suitability::LotSuitability, sme_pipeline::SmePipeline};
