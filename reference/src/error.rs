//! What stops a load, told so that the operator can mend it.

use std::{io, path::Path};

use anchorhub_store::StoreError;

/// Stable codes of errors that stop a load. Rows have codes of their own (`Refusal`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceCode {
    /// The file does not exist.
    FileNotFound,
    /// The file may not be read.
    NoPermission,
    /// Reading or writing a file failed.
    Io,
    /// No room left on the disk.
    DiskFull,
    /// The file changed while it was read.
    FileChanged,
    /// The file holds no rows.
    EmptyFile,
    /// A folder, a workbook, an archive of several tables: not one table.
    WrongKind,
    /// A web page was saved instead of the data.
    HtmlPage,
    /// The bytes are not text, or what they are packed in is damaged.
    NotData,
    /// One row is longer than any publisher's: a quotation mark may be missing.
    RecordTooLong,
    /// The file unpacks to more than the hub takes.
    TooLarge,
    /// The headings are of no layout that is known.
    LayoutUnknown,
    /// Not one row could be taken.
    NoRowTaken,
    /// Another load removed what this one had written, as it had made no progress for long.
    LoadLost,
    /// The database failed; its own code says how.
    Database,
    /// A fault of the hub itself.
    Internal,
}

impl ReferenceCode {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::FileNotFound => "FILE_NOT_FOUND",
            Self::NoPermission => "NO_PERMISSION",
            Self::Io => "IO_ERROR",
            Self::DiskFull => "DISK_FULL",
            Self::FileChanged => "FILE_CHANGED",
            Self::EmptyFile => "EMPTY_FILE",
            Self::WrongKind => "WRONG_KIND",
            Self::HtmlPage => "HTML_PAGE",
            Self::NotData => "NOT_DATA",
            Self::RecordTooLong => "RECORD_TOO_LONG",
            Self::TooLarge => "TOO_LARGE",
            Self::LayoutUnknown => "LAYOUT_UNKNOWN",
            Self::NoRowTaken => "NO_ROW_TAKEN",
            Self::LoadLost => "LOAD_LOST",
            Self::Database => "DATABASE_ERROR",
            Self::Internal => "INTERNAL",
        }
    }
}

/// An error that stops a load: what was wrong, where, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct ReferenceError {
    code: ReferenceCode,
    message: String,
    store: Option<StoreError>,
}

impl ReferenceError {
    /// An error with its message for people.
    pub fn new(code: ReferenceCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), store: None }
    }

    /// The stable code; database failures keep the code of the store.
    pub fn code(&self) -> &'static str {
        self.store.as_ref().map_or(self.code.code(), |store| store.kind().code())
    }

    /// The kind of error.
    pub fn kind(&self) -> ReferenceCode {
        self.code
    }

    /// A failure to read a file.
    pub(crate) fn io(error: &io::Error, path: &Path) -> Self {
        let path = path.display();
        match error.kind() {
            io::ErrorKind::NotFound => {
                Self::new(ReferenceCode::FileNotFound, format!("{path} does not exist"))
            }
            io::ErrorKind::PermissionDenied => Self::new(
                ReferenceCode::NoPermission,
                format!("{path} may not be read or written: check its permissions"),
            ),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::new(
                    ReferenceCode::DiskFull,
                    format!("no room left in {path}: free disk space and run the same command again"),
                )
            }
            _ => Self::new(ReferenceCode::Io, format!("{path}: {error}")),
        }
    }

    /// A fault of the hub itself.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(ReferenceCode::Internal, message)
    }
}

impl From<StoreError> for ReferenceError {
    fn from(error: StoreError) -> Self {
        Self { code: ReferenceCode::Database, message: error.to_string(), store: Some(error) }
    }
}
