//! Profiles of suppliers in small invented hubs, on both databases.

#![allow(clippy::unwrap_used, reason = "test code")]

mod again;
mod facts;
mod made;

#[path = "../../../store/tests/support/mod.rs"]
mod databases;
#[path = "../../../analysis/tests/support/hub.rs"]
mod hub;
