//! Exports: whole lists and analyses, written as CSV, JSON Lines or Parquet.
//!
//! Over HTTP and on the command line alike. Rows are read by keyset from one state of the data and written a few at a
//! time, so that an export takes the same memory however long it is. What was written is told at the end: the number of
//! rows and the SHA-256 of all bytes.

use std::fmt::Write as _;

use axum::body::Bytes;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::{
    ApiContext,
    graphql::{ApiError, Hub, Opened, Rows, open},
    table::{EncodeError, Encoder},
};
pub use crate::{
    graphql::{ExportArguments, ExportColumn, ExportKind, ExportParameter},
    table::ExportFormat,
};

/// Bytes that are put together before they are handed on.
const PIECE: usize = 64 * 1024;

/// Why an export cannot be made, or broke off.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct ExportError {
    code: &'static str,
    message: String,
}

impl ExportError {
    /// The reader went away, or the program ends.
    pub(crate) fn interrupted() -> Self {
        Self { code: "INTERRUPTED", message: "the export broke off: ask for it again".to_owned() }
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.code
    }
}

impl From<ApiError> for ExportError {
    fn from(error: ApiError) -> Self {
        Self { code: error.code(), message: error.to_string() }
    }
}

impl ExportArguments {
    /// Takes names with values; an empty value is as good as none.
    ///
    /// # Errors
    /// `BAD_ARGUMENTS` for a name that is given twice.
    pub fn of(given: impl IntoIterator<Item = (String, String)>) -> Result<Self, ExportError> {
        Ok(Self::new(given)?)
    }
}

impl From<EncodeError> for ExportError {
    fn from(error: EncodeError) -> Self {
        ApiError::internal(&error.to_string()).into()
    }
}

/// What an export has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Number of rows, without headings.
    pub rows: u64,
    /// Number of bytes.
    pub bytes: u64,
    /// SHA-256 of all bytes, 64 hexadecimal digits.
    pub sha256: String,
    /// Version of the data that all rows were read from.
    pub data_version: i64,
}

/// Makes exports of a hub.
#[derive(Clone)]
pub struct Exporter(Hub);

impl Exporter {
    /// Of the hub that a context tells of, by its engines.
    pub fn new(context: ApiContext) -> Self {
        Self(Hub::new(context))
    }

    /// Checks the arguments and begins to read.
    ///
    /// # Errors
    /// `BAD_ARGUMENTS` and the codes of the schema for what cannot be asked, `UNAVAILABLE` when the database cannot
    /// be reached or changes too fast.
    pub async fn begin(
        &self,
        kind: &ExportKind,
        format: ExportFormat,
        arguments: &ExportArguments,
    ) -> Result<Export, ExportError> {
        let Opened { columns, rows } = open(&self.0, kind, arguments).await?;
        Ok(Export {
            rows,
            format,
            encoder: format.encoder(columns)?,
            end_line: false,
            begun: false,
            ended: false,
            tally: Tally::default(),
        })
    }
}

/// An export on its way.
pub struct Export {
    rows: Box<dyn Rows>,
    format: ExportFormat,
    encoder: Box<dyn Encoder>,
    end_line: bool,
    begun: bool,
    ended: bool,
    tally: Tally,
}

impl Export {
    /// Version of the data that all rows are read from.
    pub fn data_version(&self) -> i64 {
        self.rows.data_version()
    }

    /// The same, with a last line of JSON Lines that tells rows, version, and the SHA-256 of all lines before it.
    ///
    /// # Errors
    /// `BAD_ARGUMENTS` for other formats, which have no place for it.
    pub fn with_end_line(mut self) -> Result<Self, ExportError> {
        if self.format != ExportFormat::JsonLines {
            let message = "`end` is for JSON Lines: other formats have no place for it".to_owned();
            return Err(ExportError { code: "BAD_ARGUMENTS", message });
        }
        self.end_line = true;
        Ok(self)
    }

    /// The next bytes; none when everything is written.
    ///
    /// # Errors
    /// When reading breaks off: what was written is incomplete then.
    pub async fn piece(&mut self) -> Result<Option<Bytes>, ExportError> {
        let mut buffer = Vec::new();
        if !self.begun {
            self.encoder.begin(&mut buffer)?;
            self.begun = true;
        }
        while !self.ended && buffer.len() < PIECE {
            let rows = self.rows.next().await?;
            if rows.is_empty() {
                self.end(&mut buffer)?;
            } else {
                self.tally.rows += rows.len() as u64;
                self.encoder.rows(rows, &mut buffer)?;
            }
        }
        self.tally.add(&buffer);
        Ok(if buffer.is_empty() { None } else { Some(buffer.into()) })
    }

    fn end(&mut self, buffer: &mut Vec<u8>) -> Result<(), ExportError> {
        self.encoder.end(buffer)?;
        self.ended = true;
        if self.end_line {
            let mut hash = self.tally.hash.clone();
            hash.update(&*buffer);
            let (rows, sha256, data_version) = (self.tally.rows, hex(hash), self.data_version());
            let end = json!({ "_end": { "rows": rows, "sha256": sha256, "dataVersion": data_version } });
            buffer.extend_from_slice(end.to_string().as_bytes());
            buffer.push(b'\n');
        }
        Ok(())
    }

    /// What was written so far: everything, once `piece` gave none.
    pub fn written(&self) -> Written {
        Written {
            rows: self.tally.rows,
            bytes: self.tally.bytes,
            sha256: hex(self.tally.hash.clone()),
            data_version: self.data_version(),
        }
    }
}

/// What was written so far.
#[derive(Default)]
struct Tally {
    rows: u64,
    bytes: u64,
    hash: Sha256,
}

impl Tally {
    fn add(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
    }
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
