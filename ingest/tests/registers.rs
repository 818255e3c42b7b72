//! Contract registers loaded into a hub, on SQLite and PostgreSQL.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "test code")]

#[path = "../../store/tests/support/mod.rs"]
mod support;

#[path = "registers/desk.rs"]
mod desk;
#[path = "registers/kinds.rs"]
mod kinds;
#[path = "registers/layouts.rs"]
mod layouts;
#[path = "registers/lifecycle.rs"]
mod lifecycle;
#[path = "registers/links.rs"]
mod links;
#[path = "registers/published.rs"]
mod published;
#[path = "registers/quirks.rs"]
mod quirks;
#[path = "registers/rows.rs"]
mod rows;
