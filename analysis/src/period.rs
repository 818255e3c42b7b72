//! The period that a question is compared with.

use chrono::NaiveDate;

/// Payment dates from the first to before the second. An end that is none is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Between {
    /// First payment date.
    pub from: Option<NaiveDate>,
    /// First payment date after.
    pub to: Option<NaiveDate>,
}
