//! Exports and remembered answers, over HTTP and on both databases.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "test code")]

mod derived;
mod forms;
mod remembered;
mod rows;
mod server;
mod streaming;

#[path = "../../../store/tests/support/mod.rs"]
mod databases;
#[path = "../../../analysis/tests/support/hub.rs"]
mod hub;
#[path = "../../../analysis/tests/support/known.rs"]
mod known;
#[path = "../graphql/procurement/releases.rs"]
#[allow(dead_code, reason = "each test uses what it needs")]
mod releases;

/// Fills a hub with payments, with what is known of suppliers and categories, and with processes and a register.
async fn fill(database: &anchorhub_store::Database) -> hub::Hub {
    let hub = hub::fill(database).await;
    releases::fill(database, &hub).await;
    // Last: what a load finds out about suppliers takes the place of what was known.
    known::fill(database, &hub).await;
    hub
}
