//! Suppliers of small invented hubs, resolved and decided upon, on both databases.

#![allow(clippy::unwrap_used, reason = "test code")]

mod decisions;
mod evidence;
mod hub;
mod together;

#[path = "../../../store/tests/support/mod.rs"]
mod support;
