//! Reference data of registers, places and classifications, streamed from the publishers' own files.
//!
//! A file is read once, row by row, and its rows are sorted outside of memory; so repeats are seen, memory is
//! bounded, and the database gets its rows in the order of its keys. A load writes them under an edition of its own,
//! in many short transactions, and takes over from the edition before it in one last short one: killed anywhere,
//! what was there still counts, and nothing is ever half replaced.

mod edition;
mod error;
mod field;
mod kind;
mod layouts;
mod load;
mod organisation;
mod read;
mod report;
mod rows;
mod shipped;
mod sort;
mod source;
mod table;
mod told;
mod turns;

pub use edition::{Edition, editions};
pub use error::{ReferenceCode, ReferenceError};
pub use kind::Kind;
pub use load::{LoadFile, inspect, load_file};
pub use report::{Outcome, Refusal, Report};
pub use shipped::{CROSSWALK, introduce_crosswalk};
pub use told::{Told, Watch, silent};
