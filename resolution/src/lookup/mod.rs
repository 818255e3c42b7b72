//! Finding suppliers, contracts and notices by what people write: a name, some words, an identifier.
//!
//! `suppliers` answers a batch of questions in a number of statements that does not depend on their number: by name
//! key, by blocks, by identifier, by id. `search` looks for one text in everything. Old ids and names lead to the
//! canonical supplier.

mod identifiers;
mod judge;
mod read;
mod search;
mod suppliers;
mod titles;
mod words;

pub use identifiers::identifiers_in;
pub use judge::{Found, LEAST};
pub use read::believed_identifiers;
pub use search::{Hit, HitKind, search};
pub use suppliers::{MOST_QUESTIONS, Question, suppliers};
pub use titles::{Titled, supplier_names};
pub use words::Words;
