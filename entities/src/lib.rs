//! sea-orm entities of the hub and the small value types that its crates share.
//!
//! Names are the field's own (OCDS, the Local Government Transparency Code, ONS, Companies House).
//! Money is signed integer pence; dates are civil dates in Europe/London.

pub mod area;
pub mod code;
pub mod document;
pub mod feed;
pub mod hub_state;
pub mod ingest_run;
pub mod institution;
pub mod institution_group;
pub mod institution_group_member;
pub mod payment;
pub mod rejected_row;
pub mod supplier;
pub mod supplier_evidence;
pub mod supplier_name;

mod financial_year;
mod money;
mod org_id;
mod period;

pub use code::{RejectCode, WarningCode, WarningSet};
pub use financial_year::FinancialYear;
pub use money::{Currency, Money, VatBasis};
pub use org_id::{OrgId, OrgIdError};
pub use period::{Period, PeriodError};
