//! A table on its way into a file, with a count of what a reader must find in it.

use anchorhub_entities::RejectCode;

use crate::manifest::Expected;

/// Rows of cells in the order of the file.
#[derive(Default)]
pub(crate) struct Sheet {
    rows: Vec<Vec<String>>,
    expected: Expected,
}

impl Sheet {
    /// A row before the data: part of a preamble or of the header.
    pub(crate) fn above(&mut self, cells: impl IntoIterator<Item = impl Into<String>>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// A payment of so many pence.
    pub(crate) fn payment(&mut self, cells: Vec<String>, pence: i64) {
        self.rows.push(cells);
        self.expected.pay(pence);
    }

    /// Notes that the last payment names its contract.
    pub(crate) fn with_reference(&mut self) {
        self.expected.with_reference += 1;
    }

    /// A row that is no payment.
    pub(crate) fn rejected(&mut self, cells: Vec<String>, code: RejectCode) {
        self.rows.push(cells);
        *self.expected.rejected.entry(code.code().to_owned()).or_default() += 1;
    }

    /// A row of empty cells.
    pub(crate) fn blank(&mut self, width: usize) {
        self.rows.push(vec![String::new(); width]);
        self.expected.blank += 1;
    }

    /// Adds empty columns at the right of every row.
    pub(crate) fn widen(&mut self, columns: usize) {
        for row in &mut self.rows {
            row.resize(row.len() + columns, String::new());
        }
    }

    /// Sum of the payments so far, in pence.
    pub(crate) fn net_pence(&self) -> i64 {
        self.expected.net_pence
    }

    pub(crate) fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    pub(crate) fn expected(&self) -> &Expected {
        &self.expected
    }
}

impl Expected {
    /// Counts a payment of so many pence in.
    pub(crate) fn pay(&mut self, pence: i64) {
        self.payments += 1;
        self.net_pence += pence;
    }
}

/// A row of cells from anything that can be a text.
macro_rules! row {
    ($($cell:expr),* $(,)?) => { vec![$(String::from($cell)),*] };
}
pub(crate) use row;
