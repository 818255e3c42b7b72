//! Answers about contracts: of both engines against each other and against plain loops over rows, on both databases, over small
//! hubs in which anything happens that can happen to a hub.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "test code")]

mod agree;
mod follow;
mod listed;
mod market;
mod metrics;
mod naive;
mod plans;

#[path = "../../../store/tests/support/mod.rs"]
mod databases;
#[path = "../columnar/plans.rs"]
#[allow(dead_code, reason = "parts of it are for questions about spend")]
mod spend_plans;
#[path = "../columnar/world.rs"]
#[allow(dead_code, reason = "parts of it are for questions about spend")]
mod world;
