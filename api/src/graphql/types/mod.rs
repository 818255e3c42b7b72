//! The object types of the schema.

mod area;
mod award;
mod buyer;
mod candidate;
mod category_division;
mod change;
mod contract;
mod contract_reference;
mod contract_supplier;
mod contracting_process;
mod decision;
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
mod search_hit;
mod spend_analysis;
mod spend_table;
mod stated_contract;
mod supplier;
mod supplier_identifier;
mod supplier_profile;
mod warning;

pub(crate) use self::{
    area::Area,
    award::{Award, AwardSupplier},
    candidate::{MergedSupplier, SupplierCandidate, SupplierLink},
    change::{Change, ChangePage},
    contract::Contract,
    contract_reference::PaymentLink,
    contracting_process::ContractingProcess,
    decision::SupplierDecision,
    document::Document,
    feed::Feed,
    hub::{Coverage, Freshness, Hub, HubCounts, KnownShare, ReferenceEdition, UnmappedPath},
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
    search_hit::{HitRow, SearchHit, SearchKind},
    spend_analysis::SpendAnalysis,
    spend_table::{AnalysisColumn, ColumnType},
    supplier::Supplier,
};
