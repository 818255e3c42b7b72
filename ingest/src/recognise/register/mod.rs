//! Recognising a contract register: the meaning of its columns, from names and contents, with a confidence.

mod assign;
mod layout;
mod role;

pub(crate) use self::layout::{DATES, is_register};
pub use self::{layout::RegisterLayout, role::RegisterRole};
