//! R058, heavily discounted bid: the second-lowest valid bid is at least 50 % above the winning one.
//!
//! As Cardinal with a fixed threshold (its `threshold = 0.50`) in the place of the upper fence of all differences. See
//! `docs/red-flags/R058.md`.

use super::price_gap;
use crate::{facts::ProcessFacts, flags::Outcome};

/// Hundredths of a percent.
const THRESHOLD: i64 = 5_000;

pub(super) fn check(facts: &ProcessFacts) -> Outcome {
    price_gap::check(facts, THRESHOLD, |gap, threshold| gap >= threshold)
}
