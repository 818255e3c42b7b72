//! Metrics against naive loops over the rows, on both databases and with both engines.

#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

mod concentration;
mod freshness;
mod many;
mod places;
mod shared_suppliers;
mod shares;
mod world;

#[path = "../../../store/tests/support/mod.rs"]
mod databases;
#[path = "../support/hub.rs"]
mod hub;
#[path = "../support/known.rs"]
mod known;
