//! Facts on servers of their own: one that is asked, and two that keep them, as `scripts/analysis-cluster` sets them up.
//! Every plan and every metric gives the same answers as columns in memory, the servers add up by themselves, and when
//! one of them ends in the middle of a question, that is told and the next question works.

#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::panic, reason = "test code")]

mod agree;
mod failing;
mod following;
mod metrics;
mod pushed;
mod servers;

#[path = "../../../store/tests/support/mod.rs"]
mod databases;
#[path = "../columnar/plans.rs"]
mod plans;
#[path = "../columnar/world.rs"]
mod world;
