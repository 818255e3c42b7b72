//! Connectors: how each kind of source is pulled.

mod completeness;
mod contracts_finder;
mod find_a_tender;
mod http;
mod ledger;
mod links;
mod months;
mod page;
mod report;
mod work;

pub use report::{PullReport, YearReport};
pub(crate) use work::{Work, check};
