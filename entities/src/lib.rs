//! sea-orm entities of the hub and the small value types that its crates share.
//!
//! Names are the field's own (OCDS, the Local Government Transparency Code, ONS, Companies House).
//! Money is signed integer pence; dates are civil dates in Europe/London.

pub mod area;
pub mod award;
pub mod award_criterion;
pub mod award_supplier;
pub mod bid_statistic;
pub mod category;
pub mod category_mapping;
pub mod change;
pub mod code;
pub mod contract;
pub mod contract_buyer;
pub mod contract_change;
pub mod contract_supplier;
pub mod contracting_process;
pub mod deprivation;
pub mod document;
pub mod feed;
pub mod fetched_url;
pub mod hub_state;
pub mod ingest_run;
pub mod institution;
pub mod institution_alias;
pub mod institution_contract;
pub mod institution_group;
pub mod institution_group_member;
pub mod job;
pub mod link_pending;
pub mod lot;
pub mod match_candidate;
pub mod match_decision;
pub mod notice;
pub mod opportunity;
pub mod organisation;
pub mod organisation_block;
pub mod organisation_group;
pub mod organisation_name;
pub mod payment;
pub mod payment_contract_link;
pub mod performance;
pub mod postcode;
pub mod process_buyer;
pub mod process_category;
pub mod process_place;
pub mod pull_density;
pub mod pull_number;
pub mod pull_window;
pub mod reference_edition;
pub mod rejected_row;
pub mod related_process;
pub mod release;
pub mod release_head;
pub mod supplier;
pub mod supplier_block;
pub mod supplier_contract;
pub mod supplier_evidence;
pub mod supplier_identifier;
pub mod supplier_link;
pub mod supplier_name;
pub mod supplier_pending;
pub mod supplier_profile;
pub mod unmapped_path;

mod financial_year;
mod money;
mod org_id;
mod period;

pub use code::{RegisterWarningCode, RejectCode, WarningCode, WarningSet};
pub use financial_year::FinancialYear;
pub use money::{Currency, Money, VatBasis};
pub use org_id::{OrgId, OrgIdError};
pub use period::{Period, PeriodError};
