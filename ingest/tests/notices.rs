//! OCDS releases loaded into a hub, on SQLite and PostgreSQL.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "test code")]

#[path = "../../store/tests/support/mod.rs"]
mod support;

#[path = "notices/buyers.rs"]
mod buyers;
#[path = "notices/desk.rs"]
mod desk;
#[path = "notices/facts.rs"]
mod facts;
#[path = "notices/order.rs"]
mod order;
#[path = "notices/published.rs"]
mod published;
#[path = "notices/releases.rs"]
mod releases;
#[path = "notices/tables.rs"]
mod tables;
#[path = "notices/unchecked.rs"]
mod unchecked;
