//! The GraphQL schema: its form, and its answers on both databases.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "test code")]

mod analysis;
mod client;
mod errors;
mod examples;
mod form;
mod lists;
mod nodes;
mod procurement;
mod published;
mod reference;
mod search;
mod statements;
mod traits;
mod types;

#[path = "../../../store/tests/support/mod.rs"]
mod databases;
#[path = "../../../analysis/tests/support/hub.rs"]
mod hub;
#[path = "../../../analysis/tests/support/known.rs"]
mod known;
