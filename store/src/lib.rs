//! The hub's database: pools, deadlines, the loading transaction, and every place where SQLite and
//! PostgreSQL differ.

mod budget;
mod bulk;
mod changes;
mod connect;
mod dialect;
mod error;
mod lease;
mod load;
mod names;
mod pending;
mod read;
mod readers;
mod rows;
mod schema;
mod statement;

pub use budget::QueryBudget;
pub use changes::ChangeKind;
pub use connect::{Database, Settings};
pub use dialect::Engine;
pub use error::{StoreError, StoreErrorKind};
pub use load::LoadTx;
pub use names::{NameRef, NewName};
pub use read::{Snapshot, present_version};
pub use rows::Cell;
