//! Rows as they leave the hub in bulk: columns, cells, and the forms in which they are written.

mod cell;
mod delimited;
mod lines;
mod parquet;

pub(crate) use self::cell::{Cell, Column, Kind, Record};
use self::{delimited::Delimited, lines::Lines, parquet::RowGroups};

/// The forms in which rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// Comma-separated values (RFC 4180) in UTF-8, with a line of column names.
    Csv,
    /// JSON Lines: one object a row.
    JsonLines,
    /// Apache Parquet.
    Parquet,
}

impl ExportFormat {
    /// Every format, in a fixed order.
    pub const ALL: &'static [Self] = &[Self::Csv, Self::JsonLines, Self::Parquet];

    /// What the names of its files end in.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
            Self::Parquet => "parquet",
        }
    }

    /// The format of files whose names end so, in upper or lower case.
    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.extension().eq_ignore_ascii_case(extension))
    }

    /// Its media type.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::JsonLines => "application/jsonl; charset=utf-8",
            Self::Parquet => PARQUET,
        }
    }

    /// What writes it.
    pub(crate) fn encoder(self, columns: Vec<Column>) -> Result<Box<dyn Encoder>, EncodeError> {
        Ok(match self {
            Self::Csv => Box::new(Delimited::new(columns)),
            Self::JsonLines => Box::new(Lines::new(columns)),
            Self::Parquet => Box::new(RowGroups::new(columns)?),
        })
    }
}

/// Media type of Parquet, which is compressed by itself.
pub(crate) const PARQUET: &str = "application/vnd.apache.parquet";

/// Rows could not be written: a mistake of ours, whose cause belongs in the log.
#[derive(Debug, thiserror::Error)]
#[error("rows could not be written: {0}")]
pub(crate) struct EncodeError(String);

/// Turns rows into bytes, a few rows at a time.
pub(crate) trait Encoder: Send {
    /// Writes what stands before the rows.
    fn begin(&mut self, out: &mut Vec<u8>) -> Result<(), EncodeError>;

    /// Writes some rows, or keeps them until there are enough.
    fn rows(&mut self, rows: Vec<Record>, out: &mut Vec<u8>) -> Result<(), EncodeError>;

    /// Writes the rest.
    fn end(&mut self, out: &mut Vec<u8>) -> Result<(), EncodeError>;
}
