//! Notices and contracts from OCDS releases.
//!
//! A document is loaded in one transaction, in two passes. The first keeps every release that the hub does not
//! hold yet, as it was received ([`read`], [`arrive`]). The second takes each contracting process that has got
//! something new, merges all its releases anew and writes what the model knows of it ([`touched`], [`compile`],
//! [`write`]): so it does not matter in which order documents come. Neither holds more in memory than a batch of
//! releases, or the releases of one process.

mod arrive;
mod body;
mod buyers;
mod compile;
mod directory;
mod gather;
mod growth;
mod inspect;
mod key;
mod load;
mod read;
mod touched;
mod unchecked;
mod unmapped;
mod write;

pub(crate) use self::{
    buyers::find_buyers_again,
    directory::{ALIAS_IDENTIFIER, ALIAS_NAME},
    key::indexed,
    load::{Written, write},
    write::remove_contracts,
};
pub use self::{
    inspect::{holds_json, inspect_releases},
    unchecked::FlagsChecked,
};
