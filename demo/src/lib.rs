//! Synthetic feeds of a made-up region, with every trap of real ones.
//!
//! Thirteen invented institutions publish two financial years of payments to invented suppliers, each in the
//! style of a real kind of publisher: encodings, header drift, totals among the rows, exact repeats, credits,
//! withheld payees and all. What they plan, tender and contract is published on two portals and in their contract
//! registers, and hangs together with what they pay. Nothing in it is real, and every name and file says so.

mod calendar;
mod contracts;
mod delimited;
mod directory;
mod error;
mod ledger;
mod manifest;
mod market;
mod names;
mod notation;
mod notices;
mod random;
mod region;
mod registers;
mod sheet;
mod styles;
mod trades;
mod workbook;
mod write;

pub use error::DemoError;
pub use manifest::{
    ContractTotals, Directories, Expected, ExpectedContracts, ExpectedReleases, FeedFile, Manifest,
    NoticeFile, RegisterFile,
};
pub use write::{Options, generate};
