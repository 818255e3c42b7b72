//! The program from outside: its command line, on both databases.
//!
//! One test binary, because linking the hub is the slow part. Each test makes its own hubs in its own folders
//! and databases, so that all of them may run at once.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says on stderr what it skips"
)]

mod support;

mod analysis;
mod bombs;
mod command_line;
mod configuration;
mod demo;
mod exports;
mod faults;
mod feeds;
mod jobs;
mod kill;
mod nodes;
mod ocds;
mod ocds_out;
mod pull;
mod pull_http;
mod pull_sources;
mod reference;
mod serving;
