//! Contract registers: rows of a recognised table as contracts, or as rejected rows with the reason.
//!
//! A register is read as spend files are: decoded, recognised by the words of its headings and the contents of its
//! columns, then row by row (`read`, `check`; how single cells are read is in `cells`). It is a snapshot: a
//! document takes the place of the earlier one of its feed whole (`load`, `replace`), and a contract that
//! stands in both keeps its key (`key`).

mod cells;
mod check;
mod contract;
mod counts;
mod inspect;
mod key;
mod load;
mod read;
mod replace;
mod samples;
mod store;
mod term;

pub(crate) use self::load::{Written, write};
pub use self::{
    contract::{RegisterContract, RegisterSupplier},
    counts::{Answers as RegisterAnswers, RegisterCounts},
    inspect::inspect_register,
    read::{RegisterEvent, RegisterRead, RegisterReader, RegisterSink, RegisterTable},
};
