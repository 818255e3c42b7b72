//! JSON as it was written: members keep their order, numbers keep their text.
//!
//! A number never passes through a float here, so that `1e9999` and identifiers of twenty digits stay what
//! they are. That is why this is not `serde_json::Value`: its feature that keeps numbers as text would change
//! every other crate of the workspace.

mod number;
mod object;
mod parse;
mod value;
mod write;

pub use self::{number::Number, object::Object, value::Value};
