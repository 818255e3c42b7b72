//! What belongs together: contracts that several sources state, which count once, and the payments that are made
//! under them.
//!
//! Loads mark the institutions that they change (`mark`), in their own transaction. `refresh` then works the
//! marks off: it clusters contracts (`cluster`), links payments (`link`), and takes the mark away with
//! the same commit. Rules and their weights are explained in `docs/decisions/0007-clusters-and-links.md`.

mod cluster;
mod link;
mod mark;
mod refresh;
mod text;

pub use mark::{mark, mark_all};
pub use refresh::{Refreshed, Report, refresh};
