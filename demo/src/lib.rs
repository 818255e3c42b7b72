//! Synthetic feeds of a made-up region, with every trap of real ones.
//!
//! Thirteen invented institutions publish two financial years of payments to invented suppliers, each in the
//! style of a real kind of publisher: encodings, header drift, totals among the rows, exact repeats, credits,
//! withheld payees and all. Nothing in it is real, and every name and file says so.

mod calendar;
mod delimited;
mod error;
mod ledger;
mod manifest;
mod market;
mod names;
mod notation;
mod random;
mod region;
mod sheet;
mod styles;
mod trades;
mod workbook;
mod write;

pub use error::DemoError;
pub use manifest::{Expected, FeedFile, Manifest};
pub use write::{Options, generate};
