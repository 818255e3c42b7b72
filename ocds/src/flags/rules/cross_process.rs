//! Rules of Cardinal that compare a tenderer or buyer with all others (R025, R038, R048).
//!
//! They are about organisations, not about a process, and need the bids, or awarded items, of all processes together. The
//! facts of one process never decide them.

use crate::{facts::ProcessFacts, flags::Outcome};

pub(super) fn check(_: &ProcessFacts) -> Outcome {
    Outcome::NotComputable("bids and awarded items of all other processes: this rule compares organisations")
}
