//! One file a command.

pub(crate) mod analysis;
pub(crate) mod demo;
pub(crate) mod export;
pub(crate) mod feed;
pub(crate) mod ingest;
pub(crate) mod inspect;
mod kind;
pub(crate) mod migrate;
pub(crate) mod ocds;
pub(crate) mod receipts;
pub(crate) mod reference;
pub(crate) mod run;
pub(crate) mod schema;
pub(crate) mod serve;
pub(crate) mod worker;
