//! From foreign bytes to facts: archive, decode, recognise, check, load.

pub mod adapter;
mod archive;
mod caps;
pub mod decode;
mod error;
pub mod feeds;
mod inspect;
mod load;
mod notices;
pub mod progress;
mod receipt;
pub mod recognise;
pub mod reference;
pub mod registers;
pub mod runs;
pub mod spend;
mod spool;

pub use archive::Archive;
pub use caps::Caps;
pub use error::{IngestCode, IngestError};
pub use inspect::{InspectOptions, inspect};
pub use load::{IngestRequest, Ingestor, OpenRun};
pub use notices::{FlagsChecked, holds_json, inspect_releases};
pub use receipt::{
    AnswerCounts, Content, Figures, OcdsKind, Receipt, ReceiptError, ReceiptStatus, RegisterFigures,
    RegisterKind, RegisterReceipt, RegisterSample, RegisterTableReceipt, ReleasesReceipt, Sample,
    SpendReceipt, TableReceipt,
};
pub use registers::inspect_register;
