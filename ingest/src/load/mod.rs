//! Loading documents into the hub: archive first, then one transaction a document.

mod batch;
mod document;
mod ingestor;
mod payees;
mod replace;
mod run;
mod stored;

pub use ingestor::{IngestRequest, Ingestor};
