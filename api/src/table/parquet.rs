//! Apache Parquet: typed columns, in groups of rows.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use chrono::NaiveDate;
use parquet::{
    basic::{Compression, ConvertedType, Repetition, Type as Physical},
    data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type},
    errors::ParquetError,
    file::{
        properties::WriterProperties,
        writer::{SerializedColumnWriter, SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::types::{Type, TypePtr},
};

use super::{Cell, Column, EncodeError, Encoder, Kind, Record};

/// Rows of a group: what is held in memory before it is written.
const ROWS_A_GROUP: usize = 20_000;

/// Decimal digits of an amount, two of them after the point: all that 64 bits hold.
const AMOUNT_DIGITS: i32 = 18;

/// Writes Parquet. Every column may hold nothing.
pub(super) struct RowGroups {
    columns: Vec<Column>,
    writer: SerializedFileWriter<Written>,
    written: Written,
    waiting: Vec<Record>,
}

/// What was written and not yet taken.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Written {
    fn take_into(&self, out: &mut Vec<u8>) {
        out.append(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl From<ParquetError> for EncodeError {
    fn from(error: ParquetError) -> Self {
        Self(error.to_string())
    }
}

impl RowGroups {
    pub(super) fn new(columns: Vec<Column>) -> Result<Self, EncodeError> {
        let written = Written::default();
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer = SerializedFileWriter::new(written.clone(), schema(&columns)?, Arc::new(properties))?;
        Ok(Self { columns, writer, written, waiting: Vec::new() })
    }

    fn write_group(&mut self, rows: &[Record]) -> Result<(), EncodeError> {
        let mut group = self.writer.next_row_group()?;
        for (place, column) in self.columns.iter().enumerate() {
            write_column(&mut group, column.kind, rows, place)?;
        }
        group.close()?;
        Ok(())
    }
}

impl Encoder for RowGroups {
    fn begin(&mut self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        self.written.take_into(out);
        Ok(())
    }

    fn rows(&mut self, rows: Vec<Record>, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        self.waiting.extend(rows);
        while self.waiting.len() >= ROWS_A_GROUP {
            let later = self.waiting.split_off(ROWS_A_GROUP);
            let rows = std::mem::replace(&mut self.waiting, later);
            self.write_group(&rows)?;
        }
        self.written.take_into(out);
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let rows = std::mem::take(&mut self.waiting);
        if !rows.is_empty() {
            self.write_group(&rows)?;
        }
        self.writer.finish()?;
        self.written.take_into(out);
        Ok(())
    }
}

fn schema(columns: &[Column]) -> Result<TypePtr, EncodeError> {
    let fields: Result<Vec<TypePtr>, ParquetError> = columns
        .iter()
        .map(|column| {
            let (physical, converted) = match column.kind {
                Kind::Text => (Physical::BYTE_ARRAY, ConvertedType::UTF8),
                Kind::Integer => (Physical::INT64, ConvertedType::INT_64),
                Kind::Amount => (Physical::INT64, ConvertedType::DECIMAL),
                Kind::Number => (Physical::DOUBLE, ConvertedType::NONE),
                Kind::Boolean => (Physical::BOOLEAN, ConvertedType::NONE),
                Kind::Date => (Physical::INT32, ConvertedType::DATE),
                Kind::Instant => (Physical::INT64, ConvertedType::TIMESTAMP_MILLIS),
            };
            let field = Type::primitive_type_builder(&column.name, physical)
                .with_repetition(Repetition::OPTIONAL)
                .with_converted_type(converted);
            let field = match column.kind {
                Kind::Amount => field.with_precision(AMOUNT_DIGITS).with_scale(2),
                _ => field,
            };
            field.build().map(Arc::new)
        })
        .collect();
    Ok(Arc::new(Type::group_type_builder("row").with_fields(fields?).build()?))
}

fn write_column(
    group: &mut SerializedRowGroupWriter<'_, Written>,
    kind: Kind,
    rows: &[Record],
    place: usize,
) -> Result<(), EncodeError> {
    let Some(mut column) = group.next_column()? else {
        return Err(EncodeError("a row group lacks a column".to_owned()));
    };
    match kind {
        Kind::Text => write_values::<ByteArrayType>(&mut column, rows, place, |cell| match cell {
            Cell::Text(text) => Some(ByteArray::from(text.as_str())),
            _ => None,
        }),
        Kind::Boolean => write_values::<BoolType>(&mut column, rows, place, |cell| match cell {
            Cell::Boolean(yes) => Some(*yes),
            _ => None,
        }),
        Kind::Number => write_values::<DoubleType>(&mut column, rows, place, |cell| match cell {
            Cell::Number(number) => Some(*number),
            _ => None,
        }),
        Kind::Date => write_values::<Int32Type>(&mut column, rows, place, |cell| match cell {
            Cell::Date(date) => i32::try_from((*date - NaiveDate::default()).num_days()).ok(),
            _ => None,
        }),
        Kind::Integer | Kind::Amount | Kind::Instant => {
            write_values::<Int64Type>(&mut column, rows, place, |cell| match cell {
                Cell::Integer(number) | Cell::Amount(number) => Some(*number),
                Cell::Instant(instant) => Some(instant.timestamp_millis()),
                _ => None,
            })
        }
    }?;
    Ok(column.close()?)
}

fn write_values<T: DataType>(
    column: &mut SerializedColumnWriter<'_>,
    rows: &[Record],
    place: usize,
    value: impl Fn(&Cell) -> Option<T::T>,
) -> Result<(), EncodeError> {
    let cells: Vec<Option<T::T>> = rows.iter().map(|row| row.get(place).and_then(&value)).collect();
    let present: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
    let values: Vec<T::T> = cells.into_iter().flatten().collect();
    column.typed::<T>().write_batch(&values, Some(&present), None)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use parquet::{
        file::reader::{FileReader as _, SerializedFileReader},
        record::Field,
    };

    use super::*;

    fn columns() -> Vec<Column> {
        vec![
            Column::new("payee", Kind::Text),
            Column::new("amount", Kind::Amount),
            Column::new("date", Kind::Date),
            Column::new("at", Kind::Instant),
            Column::new("sme", Kind::Boolean),
            Column::new("row", Kind::Integer),
        ]
    }

    fn row(number: i64) -> Record {
        vec![
            if number % 3 == 0 { Cell::Null } else { Cell::Text(format!("é {}", number % 10)) },
            Cell::Amount(-number),
            Cell::Date("2024-02-29".parse().unwrap()),
            Cell::Instant("2024-02-29T01:02:03.004Z".parse().unwrap()),
            if number % 2 == 0 { Cell::Null } else { Cell::Boolean(true) },
            Cell::Integer(number),
        ]
    }

    #[test]
    fn what_is_written_is_read_back_from_groups_of_bounded_size() {
        let (mut out, total) = (Vec::new(), 45_000);
        let mut encoder = RowGroups::new(columns()).unwrap();
        encoder.begin(&mut out).unwrap();
        for first in (0..total).step_by(1_000) {
            encoder.rows((first..first + 1_000).map(row).collect(), &mut out).unwrap();
            assert!(encoder.waiting.len() < ROWS_A_GROUP);
        }
        encoder.end(&mut out).unwrap();
        let reader = SerializedFileReader::new(axum::body::Bytes::from(out)).unwrap();
        let sizes: Vec<i64> = reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
        assert_eq!(sizes, [20_000, 20_000, 5_000]);
        for (number, read) in (0..total).zip(reader.get_row_iter(None).unwrap()) {
            let read = read.unwrap();
            let fields: Vec<&Field> = read.get_column_iter().map(|(_, field)| field).collect();
            match number % 3 {
                0 => assert_eq!(fields[0], &Field::Null),
                _ => assert_eq!(fields[0], &Field::Str(format!("é {}", number % 10))),
            }
            assert_eq!(fields[2], &Field::Date(19_782));
            assert_eq!(fields[3], &Field::TimestampMillis(1_709_168_523_004));
            assert_eq!(fields[4], &if number % 2 == 0 { Field::Null } else { Field::Bool(true) });
            assert_eq!(fields[5], &Field::Long(number));
        }
    }
}
