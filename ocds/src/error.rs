//! What stops the reading of releases, told so that the sender can mend it.

use std::{fmt, io};

/// Stable codes of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OcdsCode {
    /// Reading the stream failed.
    Io,
    /// The stream holds nothing.
    Empty,
    /// Text that is not UTF-8.
    NotUtf8,
    /// Text that is not JSON.
    JsonInvalid,
    /// The text ends in the middle of a value.
    JsonCutShort,
    /// Arrays and objects are nested deeper than the hub allows.
    JsonTooDeep,
    /// One release has more bytes than the hub allows.
    ReleaseTooLarge,
    /// One release has more values than the hub allows.
    ReleaseTooComplex,
    /// Something else stands where a release or a package is meant.
    NotARelease,
    /// A release does not say to which contracting process it belongs.
    OcidMissing,
    /// A merge rule cannot be understood.
    RuleInvalid,
}

impl OcdsCode {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Io => "IO_ERROR",
            Self::Empty => "EMPTY_FILE",
            Self::NotUtf8 => "NOT_UTF8",
            Self::JsonInvalid => "JSON_INVALID",
            Self::JsonCutShort => "JSON_CUT_SHORT",
            Self::JsonTooDeep => "JSON_TOO_DEEP",
            Self::ReleaseTooLarge => "RELEASE_TOO_LARGE",
            Self::ReleaseTooComplex => "RELEASE_TOO_COMPLEX",
            Self::NotARelease => "NOT_A_RELEASE",
            Self::OcidMissing => "OCID_MISSING",
            Self::RuleInvalid => "MERGE_RULE_INVALID",
        }
    }

    /// What to do about it, in one sentence.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Io => "check that the file can be read, and try again",
            Self::Empty => "send a release package, a record package, an array of releases or JSON Lines",
            Self::NotUtf8 => "save the file as UTF-8",
            Self::JsonInvalid => "send what the publisher's system wrote, unedited; it has to be JSON",
            Self::JsonCutShort => "the file was not transferred whole: fetch it again",
            Self::JsonTooDeep | Self::ReleaseTooLarge | Self::ReleaseTooComplex => {
                "check that this is one release; if it really is, raise the cap"
            }
            Self::NotARelease => {
                "send a release package, a record package, an array of releases or JSON Lines"
            }
            Self::OcidMissing => "every release needs its ocid as a text, such as \"ocds-h6vhtk-06f17d\"",
            Self::RuleInvalid => {
                "write the path of a field, such as \"tender.items.additionalClassifications\""
            }
        }
    }
}

impl fmt::Display for OcdsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A place in a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Bytes before it.
    pub byte: u64,
    /// Its line, counted from 1.
    pub line: u64,
}

impl Position {
    /// The beginning of a stream.
    pub const START: Self = Self { byte: 0, line: 1 };

    /// The place after these bytes.
    #[must_use]
    pub fn after(self, bytes: &[u8]) -> Self {
        let lines = memchr::memchr_iter(b'\n', bytes).count();
        Self { byte: self.byte + widen(bytes.len()), line: self.line + widen(lines) }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, byte {}", self.line, self.byte)
    }
}

fn widen(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// What was wrong, where, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{message}{}", at.map(|at| format!(" ({at})")).unwrap_or_default())]
pub struct OcdsError {
    code: OcdsCode,
    message: String,
    at: Option<Position>,
    release: Option<Box<str>>,
}

impl OcdsError {
    pub(crate) fn new(code: OcdsCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), at: None, release: None }
    }

    pub(crate) fn of(mut self, release: String) -> Self {
        self.release = Some(release.into());
        self
    }

    pub(crate) fn at(mut self, position: Position) -> Self {
        self.at = Some(position);
        self
    }

    pub(crate) fn io(error: &io::Error, position: Position) -> Self {
        Self::new(OcdsCode::Io, error.to_string()).at(position)
    }

    /// The kind of error.
    pub fn code(&self) -> OcdsCode {
        self.code
    }

    /// What was wrong, for people, without the place.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The release that was wrong, as published, when reading goes on after it.
    pub fn release(&self) -> Option<&str> {
        self.release.as_deref()
    }

    /// Where it was wrong, when that is a place in a stream.
    pub fn position(&self) -> Option<Position> {
        self.at
    }
}
