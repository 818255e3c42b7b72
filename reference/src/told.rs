//! What a load tells while it works.

use std::sync::Arc;

/// How far a load has come. Calls are frequent; whoever listens throttles itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Reading the file begins; its size in bytes, as stored.
    Reading(u64),
    /// So many more of these bytes were read.
    Read(u64),
    /// So many rows have been read or written in this step.
    Rows(u64),
    /// Writing into the database begins; the size of what is written, in bytes.
    Writing(u64),
    /// So many more of these bytes were written.
    Wrote(u64),
    /// The rows of the edition before are being removed.
    Removing,
    /// The step has ended.
    Ended,
}

/// Who is told.
pub type Watch = Arc<dyn Fn(Told) + Send + Sync>;

/// Nobody.
pub fn silent() -> Watch {
    Arc::new(|_| {})
}
