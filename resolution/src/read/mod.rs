//! Reading atoms and what sources say of them, from one state of the data.

mod atoms;
mod registers;
mod statements;

pub(crate) use atoms::{AtomRow, atoms, atoms_of_keys, names};
pub(crate) use registers::{REGISTERS, Registers, public_bodies};
pub(crate) use statements::{Said, VendorColumns, said, seen};

/// Ids of one statement.
pub(crate) const CHUNK: usize = 500;
