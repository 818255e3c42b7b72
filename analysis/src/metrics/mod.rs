//! Metrics: what each means, and how it is computed. One file a metric.

mod bid_funnel;
mod lot_limits;
mod lot_suitability;
mod sme_pipeline;
mod stage_awarded;
mod stage_bid;
mod stage_planned;
mod stage_share;
mod stage_tendered;

pub use self::{
    bid_funnel::{BidPart, Funnel, bid_funnel},
    lot_limits::{LotLimitBreach, LotLimits},
    lot_suitability::{LotSuitability, Suitability, lot_suitability},
    sme_pipeline::{
        Opportunities, PipelineDimension, PipelineKey, PipelineQuestion, ValueBand, sme_pipeline,
    },
    stage_awarded::{WinnerMode, stage_awarded},
    stage_bid::stage_bid,
    stage_planned::stage_planned,
    stage_share::{LeftOut, Parts, StageShare, ValueLeftOut},
    stage_tendered::stage_tendered,
};
