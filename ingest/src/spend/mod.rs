//! Rows of a recognised table as payments, or as rejected rows with the reason.

mod check;
mod nature;
mod period;
mod read;
mod reversal;
mod survey;
mod totals;

pub use check::{Draft, Evidence};
pub use read::{Counts, RowEvent, Sink, SpendRead, SpendReader, TableRead};
pub(crate) use totals::says_total;
