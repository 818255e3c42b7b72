//! Rows of contracting processes, their lots, bids and awards, and how questions about them are put and answered.
//!
//! Questions about processes are small beside those about payments: what the filter allows is read by SQL, the same on
//! both engines, and counted in plain code, so that the rules stand in one place.

mod awards;
mod breakdown;
mod criteria;
mod enterprise;
mod labels;
mod lots;
mod question;
mod rows;

pub(crate) use self::{
    awards::{Award, Size, awards},
    breakdown::{Groups, plus},
    criteria::{Criterion, criteria},
    labels::{division, keys, labelled},
    lots::{Offered, offered},
    question::distinct,
    rows::{Lot, Process, Statistic, lots, processes, statistics},
};
pub use self::{
    breakdown::{Breakdown, BreakdownRow, Tally},
    enterprise::{Answers, Enterprise},
    labels::ProcessKey,
    question::{ProcessDimension, ProcessQuestion},
};
