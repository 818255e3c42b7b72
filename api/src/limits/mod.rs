//! Limits on queries, counted before anything runs.
//!
//! async-graphql's own limits have holes: costs of concrete fields are not seen through interfaces,
//! `__typename` is never counted, a large `first` overflows, nested fragments are expanded without bound
//! before the first rule looks at them, and deep nesting overflows the parser's stack. So a query passes
//! through two checks of ours first:
//!
//! 1. `lexical` reads the text once, without recursion: bytes, tokens, nesting of brackets.
//! 2. `measure` walks the parsed document, fragments expanded and variables resolved, with a bound on every
//!    step: selections, depth, aliases, directives, root fields, and the nodes that the answer may hold.
//!
//! `GuardedSchema` ties both to a schema, so that no transport can run a query around them.

mod documents;
mod error;
mod estimate;
mod guard;
mod lexical;
mod measure;
mod settings;
mod variables;

pub use guard::GuardedSchema;
pub(crate) use guard::{Allowed, Report};
pub use settings::Limits;
