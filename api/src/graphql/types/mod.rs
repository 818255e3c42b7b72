//! The object types of the schema.

mod area;
mod document;
mod feed;
mod hub;
mod ingest_run;
mod institution;
mod money;
mod payment;
mod rejected_row;
mod spend_analysis;
mod spend_table;
mod supplier;
mod warning;

pub(crate) use self::{
    area::Area,
    document::Document,
    feed::Feed,
    hub::{Coverage, Freshness, Hub, HubCounts, KnownShare},
    ingest_run::IngestRun,
    institution::Institution,
    money::Money,
    payment::Payment,
    rejected_row::RejectedRow,
    spend_analysis::SpendAnalysis,
    supplier::Supplier,
};
