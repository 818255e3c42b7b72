//! The HTTP layer and the limits, tested with a small schema of their own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "test code")]

mod audit;
mod client;
mod completion;
mod deadline;
mod errors;
mod landing;
mod limits;
mod logging;
mod ocds;
mod over_http;
mod pages;
mod probes;
mod reconcile;
mod review;
mod schema;
mod server;
#[path = "../../../store/tests/support/mod.rs"]
mod support;
