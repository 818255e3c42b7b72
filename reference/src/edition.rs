//! Editions: what makes the rows of a load count, and takes those that no longer do away.

mod begin;
mod keys;
mod list;
mod remove;
mod take_over;

pub use self::list::{Edition, editions};
pub(crate) use self::{
    begin::{NewEdition, begin, give_up, keep},
    list::{current, is_current},
    remove::remove_leftovers,
    take_over::take_over,
};

/// Its rows are being written.
const LOADING: &str = "LOADING";
/// It counts.
const CURRENT: &str = "CURRENT";
/// It does not count any more; its rows are being removed.
const RETIRED: &str = "RETIRED";
