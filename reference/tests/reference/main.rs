//! Loads of small invented files, on both databases; and of published ones where they are there.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "test code")]

mod desk;
mod editions;
mod interrupted;
mod packed;
mod places;
mod properties;
mod published;
mod registers;
mod vocabularies;

#[path = "../../../store/tests/support/mod.rs"]
mod support;
