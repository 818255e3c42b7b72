//! What a demo took in, as a table.

use std::collections::BTreeMap;

use anchorhub_ingest::Receipt;

use crate::{
    failure::Failure,
    output::{self, Align},
};

/// What was taken in, by institution.
#[derive(Default)]
pub(super) struct Summary {
    rows: BTreeMap<String, Row>,
}

#[derive(Clone, Copy, Default)]
struct Row {
    files: u64,
    payments: u64,
    rejected: u64,
    net_pence: i64,
    contracts: u64,
    notices: u64,
}

impl Row {
    fn add(&mut self, other: Self) {
        self.files += other.files;
        self.payments += other.payments;
        self.rejected += other.rejected;
        self.net_pence += other.net_pence;
        self.contracts += other.contracts;
        self.notices += other.notices;
    }

    fn cells(&self, name: &str) -> Vec<String> {
        vec![
            name.to_owned(),
            self.files.to_string(),
            output::grouped(self.payments),
            output::grouped(self.rejected),
            output::pounds(self.net_pence),
            output::grouped(self.contracts),
            output::grouped(self.notices),
        ]
    }
}

impl Summary {
    /// Counts a document of an institution in.
    pub(super) fn add(&mut self, institution: &str, receipt: &Receipt) {
        let mut row = Row { files: 1, ..Row::default() };
        if let Some(spend) = receipt.spend() {
            row.payments = spend.figures.payments;
            row.rejected = spend.figures.rejected;
            row.net_pence = spend.figures.net_pence;
        }
        if let Some(register) = receipt.register() {
            row.contracts = register.figures.contracts;
            row.rejected = register.figures.rejected;
        }
        if let Some(releases) = receipt.releases() {
            row.notices = releases.stored;
            row.rejected = releases.rejected;
        }
        self.rows.entry(institution.to_owned()).or_default().add(row);
    }

    /// Writes the table: `contracts` are those of registers, `notices` those of the whole region, under the
    /// body that watches the portals.
    pub(super) fn show(&self) -> Result<(), Failure> {
        use Align::{Left, Right};
        let headings = [
            ("institution", Left),
            ("files", Right),
            ("payments", Right),
            ("rejected", Right),
            ("net", Right),
            ("contracts", Right),
            ("notices", Right),
        ];
        let mut total = Row::default();
        self.rows.values().for_each(|row| total.add(*row));
        let mut rows: Vec<Vec<String>> = self.rows.iter().map(|(name, row)| row.cells(name)).collect();
        rows.push(total.cells("all"));
        output::table(&headings, &rows)
    }
}
