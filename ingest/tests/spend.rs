//! Documents loaded into a hub, on SQLite and PostgreSQL.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "test code")]

#[path = "../../store/tests/support/mod.rs"]
mod support;

#[path = "spend/desk.rs"]
mod desk;
#[path = "spend/expected.rs"]
mod expected;
#[path = "spend/failures.rs"]
mod failures;
#[path = "spend/lifecycle.rs"]
mod lifecycle;
