//! Red flags over many processes: how often each rule is raised, and the rules that compare organisations.
//!
//! The rules about one process are in `anchorhub-ocds`, without a database; their answers are stored with the process.

mod bids;
mod organisations;
mod quartiles;
mod r025;
mod r038;
mod r048;
mod summary;

pub use self::{
    organisations::{Compared, OrganisationFlag, OrganisationRule, organisation_flags},
    summary::{FlagCounts, FlagNumbers, flag_summary},
};
