//! From foreign bytes to facts: archive, decode, recognise, check, load.

pub mod adapter;
mod caps;
pub mod decode;
mod error;
pub mod feeds;
mod inspect;
pub mod progress;
pub mod reference;
mod receipt;
pub mod recognise;
pub mod runs;
pub mod spend;
pub mod who;

pub use caps::Caps;
pub use error::{IngestCode, IngestError};
pub use inspect::{InspectOptions, inspect};
pub use receipt::{Figures, Receipt, ReceiptError, ReceiptStatus, Sample, TableReceipt};
