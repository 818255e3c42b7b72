//! Red flags: questions that the facts of one contracting process raise. A flag is a question for people who know the
//! case, never an accusation: most have a harmless answer.
//!
//! One file a rule (`rules/`), one documentation page (`docs/red-flags/`), one pair of fixtures (`tests/flags/`). A rule says
//! that it is raised, that it is not, that it is not about such a process, or that it cannot be computed and what is
//! missing. What is not published is never taken for "no flag".

mod bids;
mod code;
mod outcome;
mod rules;

pub use self::{
    bids::{ComparedBid, compared_bids},
    code::{FlagCode, FlagUnit},
    outcome::{Flag, FlagResult, Outcome},
};
use crate::facts::ProcessFacts;

/// What every rule says of a process, in the order of their codes.
pub fn check(facts: &ProcessFacts) -> Vec<FlagResult> {
    FlagCode::ALL.iter().map(|code| FlagResult { code: *code, outcome: rules::of(*code)(facts) }).collect()
}
