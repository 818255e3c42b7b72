//! Reading facts and dimensions of contracts from one snapshot of the database.

mod changes;
mod columns;
mod dimensions;
mod parties;
mod rows;

pub(super) use changes::are_unchanged;
pub(super) use columns::facts;
pub(super) use dimensions::dimensions;
