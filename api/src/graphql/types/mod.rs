//! The object types of the schema.

mod area;
mod award;
mod buyer;
mod candidate;
mod category_division;
mod change;
mod contract;
mod contract_analysis;
mod contract_key;
mod contract_reference;
mod contract_row_filter;
mod contract_supplier;
mod contract_table;
mod contracting_process;
mod decision;
mod document;
mod feed;
mod framework_use;
mod hub;
mod ingest_run;
mod institution;
mod joint_buying;
mod linked_share;
mod lot;
mod metrics;
mod money;
mod notice;
mod opportunity;
mod payment;
mod process_parts;
mod processes;
mod rejected_row;
mod related_process;
mod release;
mod review_queue;
mod search_hit;
mod spend_analysis;
mod spend_key;
mod spend_row;
mod spend_table;
mod stated_contract;
mod supplier;
mod supplier_identifier;
mod supplier_profile;
mod value_variance;
mod warning;

pub(crate) use self::{
    area::Area,
    award::{Award, AwardSupplier},
    candidate::{MergedSupplier, SupplierCandidate, SupplierLink},
    change::{Change, ChangePage},
    contract::Contract,
    contract_analysis::{ContractAnalysis, GivenFilter},
    contract_reference::PaymentLink,
    contracting_process::ContractingProcess,
    decision::SupplierDecision,
    document::Document,
    feed::Feed,
    framework_use::FrameworkUse,
    hub::{Coverage, Freshness, Hub, HubCounts, KnownShare, ReferenceEdition, UnmappedPath},
    ingest_run::IngestRun,
    institution::Institution,
    joint_buying::JointBuyingCandidates,
    linked_share::{LinkedByMethod, LinkedShare},
    lot::Lot,
    metrics::{
        Concentration, DeprivationSpread, Displacement, EnterpriseShare, FeedFreshness, Leakage, LocalSpend,
        SharedSupplier, SharedSupplierPage,
    },
    money::Money,
    notice::Notice,
    opportunity::Opportunity,
    payment::Payment,
    processes::{
        BidFunnel, CriteriaWeights, LotSuitability, OrganisationRedFlags, RedFlag, RedFlagResult,
        RedFlagSummary, SmePipeline,
    },
    rejected_row::RejectedRow,
    release::Release,
    review_queue::{ReviewItems, ReviewQuestion},
    search_hit::{HitRow, SearchHit, SearchKind},
    spend_analysis::SpendAnalysis,
    supplier::Supplier,
    value_variance::ValueVariance,
};

/// Columns of the keys of analyses, by the dimension.
pub(crate) mod key_columns {
    pub(crate) use super::{
        contract_table::key_columns as of_contracts,
        spend_table::{AnalysisColumn, ColumnType, key_columns as of_spend},
    };
}
