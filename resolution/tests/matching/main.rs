//! Names against registers: the rules on both databases, and how good they are on labelled files.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::panic,
    reason = "test code"
)]

mod distractors;
mod labels;
mod measured;
mod register;
mod rules;

#[path = "../../../store/tests/support/mod.rs"]
mod support;
