//! What stops a whole document, told so that the sender can mend it.

use std::{io, path::Path};

use anchorhub_ocds::{OcdsCode, OcdsError};
use anchorhub_store::StoreError;

/// Stable codes of errors that stop a document. Rows have codes of their own (`RejectCode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IngestCode {
    /// The file holds no bytes, or nothing but white space.
    EmptyFile,
    /// The bytes are neither text nor a workbook.
    NotData,
    /// A web page was saved instead of the data.
    HtmlPage,
    /// The file is of a kind that this feed does not take (JSON, PDF, a ZIP of other files, …).
    WrongKind,
    /// The workbook is damaged, cut short or encrypted.
    WorkbookUnreadable,
    /// The file would unpack to more than the hub allows.
    TooLarge,
    /// One row is longer than the hub allows.
    RecordTooLong,
    /// One row has more columns than the hub allows.
    TooManyColumns,
    /// No table of payments could be recognised.
    NoTable,
    /// The table has no amount column.
    NoAmountColumn,
    /// Neither the dates nor the caller say which period the document covers.
    PeriodUnknown,
    /// The file changed while it was read.
    FileChanged,
    /// The file does not exist.
    FileNotFound,
    /// The file may not be read.
    NoPermission,
    /// Reading or writing a file failed.
    Io,
    /// The disk is full.
    DiskFull,
    /// No institution has this org-id.
    UnknownInstitution,
    /// No feed has this code.
    UnknownFeed,
    /// No run has this number.
    UnknownRun,
    /// The feed is paused.
    FeedPaused,
    /// The feed cannot be set up like this.
    FeedInvalid,
    /// The hub cannot fetch documents from this kind of place.
    LocationUnsupported,
    /// The archive does not hold these bytes.
    NotArchived,
    /// An adapter file is wrong.
    AdapterInvalid,
    /// Reference data cannot be read.
    ReferenceInvalid,
    /// Releases cannot be read; the code of the reader says how.
    Releases(OcdsCode),
    /// One contracting process has more releases, or longer ones, than the hub can merge.
    ProcessTooLarge,
    /// The database failed; its own code says how.
    Database,
    /// A fault of the hub itself.
    Internal,
}

impl IngestCode {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::EmptyFile => "EMPTY_FILE",
            Self::NotData => "NOT_DATA",
            Self::HtmlPage => "HTML_PAGE",
            Self::WrongKind => "WRONG_KIND",
            Self::WorkbookUnreadable => "WORKBOOK_UNREADABLE",
            Self::TooLarge => "TOO_LARGE",
            Self::RecordTooLong => "RECORD_TOO_LONG",
            Self::TooManyColumns => "TOO_MANY_COLUMNS",
            Self::NoTable => "NO_TABLE",
            Self::NoAmountColumn => "NO_AMOUNT_COLUMN",
            Self::PeriodUnknown => "PERIOD_UNKNOWN",
            Self::FileChanged => "FILE_CHANGED",
            Self::FileNotFound => "FILE_NOT_FOUND",
            Self::NoPermission => "NO_PERMISSION",
            Self::Io => "IO_ERROR",
            Self::DiskFull => "DISK_FULL",
            Self::UnknownInstitution => "UNKNOWN_INSTITUTION",
            Self::UnknownFeed => "UNKNOWN_FEED",
            Self::UnknownRun => "UNKNOWN_RUN",
            Self::FeedPaused => "FEED_PAUSED",
            Self::FeedInvalid => "FEED_INVALID",
            Self::LocationUnsupported => "LOCATION_UNSUPPORTED",
            Self::NotArchived => "NOT_ARCHIVED",
            Self::AdapterInvalid => "ADAPTER_INVALID",
            Self::ReferenceInvalid => "REFERENCE_INVALID",
            Self::Releases(code) => code.code(),
            Self::ProcessTooLarge => "PROCESS_TOO_LARGE",
            Self::Database => "DATABASE_ERROR",
            Self::Internal => "INTERNAL",
        }
    }
}

/// An error that stops a document: what was wrong, where, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct IngestError {
    code: IngestCode,
    message: String,
    store: Option<StoreError>,
}

impl IngestError {
    /// An error with its message for people.
    pub fn new(code: IngestCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), store: None }
    }

    /// The stable code; database failures keep the code of the store.
    pub fn code(&self) -> &'static str {
        self.store.as_ref().map_or(self.code.code(), |store| store.kind().code())
    }

    /// The kind of error.
    pub fn kind(&self) -> IngestCode {
        self.code
    }

    /// An input or output error on a file of ours or of the sender.
    pub fn io(error: &io::Error, path: &Path) -> Self {
        let path = path.display();
        match error.kind() {
            io::ErrorKind::NotFound => Self::new(IngestCode::FileNotFound, format!("{path} does not exist")),
            io::ErrorKind::PermissionDenied => Self::new(
                IngestCode::NoPermission,
                format!("{path} may not be read or written: check its permissions"),
            ),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::new(
                    IngestCode::DiskFull,
                    format!("no room left to write {path}: free disk space and run the same command again"),
                )
            }
            _ => Self::new(IngestCode::Io, format!("{path}: {error}")),
        }
    }
}

impl From<OcdsError> for IngestError {
    fn from(error: OcdsError) -> Self {
        Self::new(IngestCode::Releases(error.code()), format!("{error}: {}", error.code().hint()))
    }
}

impl From<StoreError> for IngestError {
    fn from(error: StoreError) -> Self {
        Self { code: IngestCode::Database, message: error.to_string(), store: Some(error) }
    }
}

impl From<sea_orm::DbErr> for IngestError {
    fn from(error: sea_orm::DbErr) -> Self {
        StoreError::from(error).into()
    }
}
