//! Clusters and links of small invented hubs, on both databases.

#![allow(clippy::unwrap_used, reason = "test code")]

mod clusters;
mod hub;
mod links;
mod together;

#[path = "../../../store/tests/support/mod.rs"]
mod support;
