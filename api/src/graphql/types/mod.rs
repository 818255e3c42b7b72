//! The object types of the schema.

mod area;
mod award;
mod buyer;
mod change;
mod contract;
mod contract_reference;
mod contract_supplier;
mod contracting_process;
mod document;
mod feed;
mod hub;
mod ingest_run;
mod institution;
mod linked_share;
mod lot;
mod money;
mod notice;
mod opportunity;
mod payment;
mod process_parts;
mod rejected_row;
mod related_process;
mod release;
mod spend_analysis;
mod spend_table;
mod stated_contract;
mod supplier;
mod warning;

pub(crate) use self::{
    area::Area,
    award::{Award, AwardSupplier},
    change::{Change, ChangePage},
    contract::Contract,
    contract_reference::PaymentLink,
    contracting_process::ContractingProcess,
    document::Document,
    feed::Feed,
    hub::{Coverage, Freshness, Hub, HubCounts, KnownShare, UnmappedPath},
    ingest_run::IngestRun,
    institution::Institution,
    linked_share::{LinkedByMethod, LinkedShare},
    lot::Lot,
    money::Money,
    notice::Notice,
    opportunity::Opportunity,
    payment::Payment,
    rejected_row::RejectedRow,
    release::Release,
    spend_analysis::SpendAnalysis,
    supplier::Supplier,
};
