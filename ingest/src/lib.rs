//! From foreign bytes to facts: archive, decode, recognise, check, load.

pub mod adapter;
mod archive;
mod caps;
pub mod decode;
mod error;
pub mod feeds;
mod inspect;
mod load;
pub mod progress;
mod receipt;
pub mod recognise;
pub mod reference;
pub mod runs;
pub mod spend;
mod spool;
pub mod who;

pub use archive::Archive;
pub use caps::Caps;
pub use error::{IngestCode, IngestError};
pub use inspect::{InspectOptions, inspect};
pub use load::{IngestRequest, Ingestor};
pub use receipt::{Figures, Receipt, ReceiptError, ReceiptStatus, Sample, TableReceipt};
