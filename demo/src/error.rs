//! What can go wrong while the demo is written.

use std::{io, path::PathBuf};

/// Why the demo's files could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The scale is not a usable number.
    #[error(
        "a demo of scale {0} cannot be made: give a number above 0 and not above 100 (1 = 200,000 payments)"
    )]
    BadScale(f64),
    /// A file or folder could not be written.
    #[error("cannot write {path}: {source}. Give a folder that can be written and has 100 MB free")]
    Write {
        /// What was to be written.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// A table could not be put into its file format.
    #[error("cannot build {path}: {reason}. This is a fault of the program, please report it")]
    Format {
        /// What was to be written.
        path: PathBuf,
        /// Why it failed.
        reason: String,
    },
}

impl DemoError {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadScale(_) => "DEMO_BAD_SCALE",
            Self::Write { .. } => "DEMO_WRITE_FAILED",
            Self::Format { .. } => "DEMO_FORMAT_FAILED",
        }
    }
}
