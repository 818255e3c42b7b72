//! JSON Lines: one object a row, with the names of the columns.

use super::{Cell, Column, EncodeError, Encoder, Record};

/// Writes JSON Lines.
pub(super) struct Lines {
    columns: Vec<Column>,
}

impl Lines {
    pub(super) fn new(columns: Vec<Column>) -> Self {
        Self { columns }
    }
}

impl Encoder for Lines {
    fn begin(&mut self, _: &mut Vec<u8>) -> Result<(), EncodeError> {
        Ok(())
    }

    fn rows(&mut self, rows: Vec<Record>, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        for row in rows {
            out.push(b'{');
            for (place, (column, cell)) in self.columns.iter().zip(row).enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                write_json(out, &*column.name)?;
                out.push(b':');
                match cell {
                    Cell::Null => out.extend_from_slice(b"null"),
                    Cell::Integer(number) => write_json(out, &number)?,
                    Cell::Number(number) => write_json(out, &number)?,
                    Cell::Boolean(yes) => write_json(out, &yes)?,
                    // Amounts as text: a number in JSON is read as a binary fraction.
                    cell => write_json(out, &cell.text())?,
                }
            }
            out.extend_from_slice(b"}\n");
        }
        Ok(())
    }

    fn end(&mut self, _: &mut Vec<u8>) -> Result<(), EncodeError> {
        Ok(())
    }
}

fn write_json<T: serde::Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) -> Result<(), EncodeError> {
    serde_json::to_writer(out, value).map_err(|error| EncodeError(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Kind;

    #[test]
    fn a_row_is_an_object_in_the_order_of_the_columns() {
        let columns = vec![
            Column::new("payee", Kind::Text),
            Column::new("amount", Kind::Amount),
            Column::new("amountPence", Kind::Integer),
            Column::new("date", Kind::Date),
            Column::new("sme", Kind::Boolean),
        ];
        let date = "2024-02-29".parse().unwrap();
        let row = vec![
            Cell::Text("A \"B\"\n".to_owned()),
            Cell::Amount(-5),
            Cell::Integer(-5),
            Cell::Date(date),
            Cell::Null,
        ];
        let mut out = Vec::new();
        Lines::new(columns).rows(vec![row], &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"payee\":\"A \\\"B\\\"\\n\",\"amount\":\"-0.05\",\"amountPence\":-5,\"date\":\"2024-02-29\",\"sme\":null}\n"
        );
    }
}
