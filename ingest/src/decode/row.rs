//! One row of a table, in a buffer that is used again for the next.

/// A row: its number as a spreadsheet shows it, and its cells as text.
#[derive(Clone, Debug, Default)]
pub struct Row {
    number: u32,
    text: String,
    ends: Vec<usize>,
}

impl Row {
    /// Empties the row and gives it a number.
    pub fn begin(&mut self, number: u32) {
        self.number = number;
        self.text.clear();
        self.ends.clear();
    }

    /// Appends a cell.
    pub fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    /// Appends a cell by writing into the row's buffer.
    pub fn push_with(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.text);
        self.ends.push(self.text.len());
    }

    /// Row number, from 1, as a spreadsheet shows it.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Number of cells.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes of text in the row.
    pub fn bytes(&self) -> usize {
        self.text.len() + self.ends.len() * size_of::<usize>()
    }

    /// Whether there is no cell at all.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A cell as published; empty beyond the row's end.
    pub fn raw(&self, column: usize) -> &str {
        let Some(&end) = self.ends.get(column) else { return "" };
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        &self.text[start..end]
    }

    /// A cell without outer white space; empty beyond the row's end.
    pub fn cell(&self, column: usize) -> &str {
        trim(self.raw(column))
    }

    /// The cells in order, without outer white space.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|column| self.cell(column))
    }

    /// Whether every cell is empty or white space.
    pub fn is_blank(&self) -> bool {
        self.cells().all(str::is_empty)
    }

    /// Index of the last cell that is not empty.
    pub fn last_filled(&self) -> Option<usize> {
        (0..self.len()).rev().find(|column| !self.cell(*column).is_empty())
    }

    /// The row as one line of CSV, cut at `limit` characters.
    pub fn to_csv_line(&self, limit: usize) -> String {
        let last = self.last_filled().map_or(0, |column| column + 1);
        let mut line = String::new();
        for column in 0..last {
            if column > 0 {
                line.push(',');
            }
            let cell = self.raw(column);
            if cell.contains([',', '"', '\n', '\r']) {
                line.push('"');
                line.push_str(&cell.replace('"', "\"\""));
                line.push('"');
            } else {
                line.push_str(cell);
            }
            if line.len() > limit * 4 {
                break;
            }
        }
        match line.char_indices().nth(limit) {
            Some((cut, _)) => {
                line.truncate(cut);
                line.push('…');
                line
            }
            None => line,
        }
    }
}

/// Removes outer white space, with the no-break spaces and byte-order marks that spreadsheets leave.
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' || c == '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_reads_back_as_csv() {
        let mut row = Row::default();
        row.begin(7);
        for cell in ["a", " b ", "x,\"y\"", "", "\u{a0}"] {
            row.push(cell);
        }
        assert_eq!(row.cell(1), "b");
        assert_eq!(row.cell(9), "");
        assert_eq!(row.last_filled(), Some(2));
        assert_eq!(row.to_csv_line(100), "a, b ,\"x,\"\"y\"\"\"");
        assert_eq!(row.to_csv_line(3), "a, …");
    }
}
