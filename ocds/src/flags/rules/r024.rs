//! R024, price close to winning bid: the second-lowest valid bid is at most 5 % above the winning one.
//!
//! As Cardinal with a fixed threshold (its `threshold = 0.05`) in the place of the lower fence of all differences: a fence
//! would let the answer about one process depend on all others. See `docs/red-flags/R024.md`.

use super::price_gap;
use crate::{facts::ProcessFacts, flags::Outcome};

/// Hundredths of a percent.
const THRESHOLD: i64 = 500;

pub(super) fn check(facts: &ProcessFacts) -> Outcome {
    price_gap::check(facts, THRESHOLD, |gap, threshold| gap <= threshold)
}
