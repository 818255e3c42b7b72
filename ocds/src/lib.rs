//! Open Contracting Data Standard: releases from a stream, merged by the rules of OCDS 1.1, with remarks on
//! what is odd about them. No database, no network, nothing asynchronous.
//!
//! [`Releases`] reads packages, records, arrays and JSON Lines of any size, one release at a time.
//! [`Process`] puts the releases of one contracting process in order, [`Merger`] compiles them, and
//! [`warnings::check`] names the traps in one release.

mod caps;
mod date;
mod error;
pub mod facts;
pub mod flags;
mod json;
pub mod london;
mod merge;
mod natural;
pub mod package;
mod process;
mod read;
mod release;
mod rules;
pub mod warnings;
mod words;

pub use crate::{
    caps::Caps,
    date::ReleaseDate,
    error::{OcdsCode, OcdsError, Position},
    json::{Number, Object, Value},
    merge::{Merger, Repeats},
    process::{Place, Process, merge_order},
    read::{Releases, Skipped},
    release::Release,
    rules::{ExtraRules, Rules},
};
