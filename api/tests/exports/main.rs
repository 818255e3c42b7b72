//! Exports and remembered answers, over HTTP and on both databases.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "test code")]

mod forms;
mod remembered;
mod rows;
mod server;
mod streaming;

#[path = "../../../store/tests/support/mod.rs"]
mod databases;
#[path = "../../../analysis/tests/support/hub.rs"]
mod hub;
