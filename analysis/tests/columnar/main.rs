//! Answers of the columnar engine against those of the SQL engine, on both databases: any plan, over small hubs in which
//! anything happens that can happen to a hub.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "test code")]

mod agree;
mod bounds;
mod files;
mod near;
mod plans;
mod together;
mod world;

#[path = "../../../store/tests/support/mod.rs"]
mod databases;
