//! Comma- or tab-separated text.

use std::io::{self, Read};

use csv::{ByteRecord, ErrorKind, ReaderBuilder};

use super::{Row, Sink, Stopped};
use crate::source::Allowance;

/// Bytes that the reader fetches at once.
const BUFFER: usize = 256 << 10;

pub(super) fn read(
    input: impl Read,
    separator: u8,
    allowance: &Allowance,
    sink: &mut dyn Sink,
) -> Result<(), Stopped> {
    // Publishers of tab-separated text quote nothing: a quotation mark in it is one.
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .quoting(separator == b',')
        .buffer_capacity(BUFFER)
        .from_reader(input);
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(failed)? {
        allowance.renew();
        let number = record.position().map_or(0, csv::Position::line);
        let row = Row::new(number, &record);
        if !row.is_blank() {
            sink.row(row).map_err(Stopped::Sink)?;
        }
    }
    Ok(())
}

fn failed(error: csv::Error) -> Stopped {
    match error.into_kind() {
        ErrorKind::Io(error) => Stopped::Io(error),
        other => Stopped::Io(io::Error::new(io::ErrorKind::InvalidData, format!("{other:?}"))),
    }
}
