//! Recognising a table: headings, the meaning of columns, how dates and amounts are written. From names
//! and contents, with a confidence; nothing is configured per publisher.

mod amount;
mod assign;
mod cells;
mod date;
mod header;
mod layout;
mod register;
mod role;
mod vocabulary;

pub use amount::{AmountCell, DecimalMark, decimal_mark, parse_amount};
pub(crate) use assign::Assigned;
pub use date::{DateOrder, DateStyle, ReadDate, parse_date};
pub(crate) use header::{Subject, begins_table};
pub use layout::{Column, DateEvidence, Layout};
pub(crate) use register::{DATES, is_register};
pub use register::{RegisterLayout, RegisterRole};
pub use role::Role;
