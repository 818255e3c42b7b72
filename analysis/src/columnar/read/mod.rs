//! Reading facts and dimensions from one snapshot of the database.

mod documents;
mod homes;
mod labels;
mod payments;
mod places;
mod row;
mod suppliers;

pub(crate) use documents::documents;
pub(crate) use homes::homes;
pub(super) use labels::{Divisions, divisions};
pub(super) use payments::payments;
pub(crate) use payments::{PaymentRow, page};
pub(crate) use places::institutions;
pub(crate) use row::row;
pub(super) use suppliers::names;
pub(crate) use suppliers::{Suppliers, suppliers};

use super::damaged;
