//! What can go wrong with a pull, and whether to try again.

use std::borrow::Cow;

use anchorhub_ingest::{IngestError, ReceiptError};
use anchorhub_store::StoreError;

/// Stable codes of failures of pulls; those of documents and of the database keep their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PullCode {
    /// The address is not one that this hub may call: private, loopback, link-local, …
    AddressRefused,
    /// The address cannot be read, or is neither http nor https, or holds a password.
    UrlInvalid,
    /// The host cannot be found or reached.
    Unreachable,
    /// The source did not answer in time.
    TimedOut,
    /// The answer broke off before its end.
    Truncated,
    /// The answer is larger than the hub takes.
    TooLarge,
    /// One address led to another too many times.
    TooManyRedirects,
    /// The source says that it is busy or that it was asked too often, and went on saying so.
    Busy,
    /// The source refuses the request.
    Refused,
    /// The source has no such document.
    NotFound,
    /// The answer is not what this source gives.
    AnswerUnreadable,
    /// The feed is not set up for a pull.
    FeedInvalid,
    /// The schedule cannot be read.
    ScheduleInvalid,
    /// Another worker has taken over the job.
    LeaseLost,
    /// The program was told to end.
    Stopped,
    /// Some documents could not be taken.
    DocumentFailed,
    /// A file of the hub's own cannot be read or written.
    Io,
    /// A fault of the hub itself.
    Internal,
}

impl PullCode {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::AddressRefused => "ADDRESS_REFUSED",
            Self::UrlInvalid => "URL_INVALID",
            Self::Unreachable => "SOURCE_UNREACHABLE",
            Self::TimedOut => "SOURCE_TIMED_OUT",
            Self::Truncated => "ANSWER_TRUNCATED",
            Self::TooLarge => "TOO_LARGE",
            Self::TooManyRedirects => "TOO_MANY_REDIRECTS",
            Self::Busy => "SOURCE_BUSY",
            Self::Refused => "SOURCE_REFUSED",
            Self::NotFound => "SOURCE_NOT_FOUND",
            Self::AnswerUnreadable => "ANSWER_UNREADABLE",
            Self::FeedInvalid => "FEED_INVALID",
            Self::ScheduleInvalid => "SCHEDULE_INVALID",
            Self::LeaseLost => "LEASE_LOST",
            Self::Stopped => "STOPPED",
            Self::DocumentFailed => "DOCUMENT_FAILED",
            Self::Io => "IO_ERROR",
            Self::Internal => "INTERNAL",
        }
    }

    /// Whether the same attempt may succeed later, without anybody changing anything here.
    pub fn passes(self) -> bool {
        matches!(
            self,
            Self::Unreachable
                | Self::TimedOut
                | Self::Truncated
                | Self::Busy
                | Self::Refused
                | Self::NotFound
                | Self::AnswerUnreadable
                | Self::LeaseLost
                | Self::Io
        )
    }
}

/// A failure of a pull: what was wrong, where, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct PullError {
    code: PullCode,
    /// The code of the crate that failed, where it was not this one.
    other: Option<Cow<'static, str>>,
    message: String,
    passes: bool,
}

impl PullError {
    /// A failure with its message for people.
    pub fn new(code: PullCode, message: impl Into<String>) -> Self {
        Self { code, other: None, message: message.into(), passes: code.passes() }
    }

    /// The stable code.
    pub fn code(&self) -> &str {
        self.other.as_deref().unwrap_or(self.code.code())
    }

    /// The kind of failure; `Internal` for those of other crates.
    pub fn kind(&self) -> PullCode {
        self.code
    }

    /// Whether the same attempt may succeed later, without anybody changing anything here.
    pub fn passes(&self) -> bool {
        self.passes
    }

    /// A failure to read or write a file of the hub's own.
    pub(crate) fn io(error: &std::io::Error, what: impl std::fmt::Display) -> Self {
        Self::new(PullCode::Io, format!("{what}: {error}"))
    }
}

impl From<&ReceiptError> for PullError {
    fn from(error: &ReceiptError) -> Self {
        // The hub's own troubles pass; what is wrong with a document stays wrong.
        let passes =
            error.code.starts_with("DATABASE") || matches!(error.code.as_str(), "DISK_FULL" | "IO_ERROR");
        Self {
            code: PullCode::DocumentFailed,
            other: Some(error.code.clone().into()),
            message: error.message.clone(),
            passes,
        }
    }
}

impl From<IngestError> for PullError {
    fn from(error: IngestError) -> Self {
        // What a feed or its documents are does not change by waiting; a database comes back.
        let passes = error.kind() == anchorhub_ingest::IngestCode::Database;
        Self {
            code: PullCode::Internal,
            other: Some(error.code().into()),
            message: error.to_string(),
            passes,
        }
    }
}

impl From<StoreError> for PullError {
    fn from(error: StoreError) -> Self {
        Self {
            code: PullCode::Internal,
            other: Some(error.kind().code().into()),
            message: error.to_string(),
            passes: true,
        }
    }
}

impl From<sea_orm::DbErr> for PullError {
    fn from(error: sea_orm::DbErr) -> Self {
        StoreError::from(error).into()
    }
}
