//! Which suppliers are one, and what is known of them.
//!
//! Suppliers of one name key are an *atom*. Loads mark atoms of which they say something new (`settle`), in their own
//! transaction; `refresh` works the marks off: identifiers from what is stated and from registers (`prepare`), links
//! between atoms (`link`), the partition into suppliers (`partition`), and everything downstream of it (`reshape`).
//! People's decisions (`decide`, `undo`) stand above what rules find, and are followed by the same road at once. Why it
//! is done so is explained in `docs/decisions/0008-supplier-identity.md`.

mod arrival;
pub mod categories;
mod decisions;
mod error;
mod identifiers;
mod link;
pub mod lookup;
mod outline;
mod partition;
mod pending;
mod prepare;
pub mod profile;
mod read;
mod refresh;
pub mod register;
mod registers;
mod reshape;
mod review;
mod scheme;
mod write;

pub use arrival::{Loaded, changed_by_document, settle, stated_by_contracts, stated_by_processes};
pub use decisions::Verdict;
pub use error::ReviewError;
pub use refresh::{Progress, Report, refresh};
pub use review::{About, Ruling, decide, undo};
