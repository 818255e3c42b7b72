//! Loading documents into the hub: archive first, then one transaction a document.

mod batch;
mod document;
mod ingestor;
mod links;
mod payees;
mod replace;
pub(crate) mod rows;
mod run;
mod spend;
pub(crate) mod stored;

pub(crate) use document::Task;
pub use ingestor::{IngestRequest, Ingestor, OpenRun};
