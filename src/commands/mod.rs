//! One file a command.

pub(crate) mod inspect;
pub(crate) mod migrate;
pub(crate) mod reference;
