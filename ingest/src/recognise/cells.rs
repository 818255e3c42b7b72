//! What the cells of a column look like, counted over a sample of rows.

use std::collections::HashSet;

use super::{
    amount::{AmountCell, DecimalMark, parse_amount},
    date::{DateOrder, parse_date},
};
use crate::decode::Row;

/// Counts over the cells of one column.
#[derive(Clone, Debug, Default)]
pub(crate) struct ColumnCensus {
    pub(crate) rows: u32,
    pub(crate) filled: u32,
    dates: u32,
    serials: u32,
    amounts: u32,
    with_decimals: u32,
    digits_only: u32,
    texts: u32,
    legal_forms: u32,
    letters: u64,
    distinct: HashSet<u64>,
}

/// Words that end the names of firms and public bodies.
const NAME_ENDINGS: [&str; 14] = [
    "LTD",
    "LIMITED",
    "PLC",
    "LLP",
    "CIC",
    "COUNCIL",
    "TRUST",
    "UNIVERSITY",
    "SERVICES",
    "GROUP",
    "SOLUTIONS",
    "ASSOCIATES",
    "UK",
    "INC",
];

impl ColumnCensus {
    /// Counts every column of the rows up to `width`.
    pub(crate) fn take<'a>(rows: impl Iterator<Item = &'a Row>, width: usize) -> Vec<Self> {
        let mut columns = vec![Self::default(); width];
        for row in rows {
            for (column, census) in columns.iter_mut().enumerate() {
                census.count(row.cell(column));
            }
        }
        columns
    }

    fn count(&mut self, cell: &str) {
        self.rows += 1;
        if cell.is_empty() {
            return;
        }
        self.filled += 1;
        if self.distinct.len() < 4096 {
            self.distinct.insert(fold(cell));
        }
        let is_amount = matches!(parse_amount(cell, DecimalMark::Point), AmountCell::Pence(_));
        let is_date = [DateOrder::DayFirst, DateOrder::MonthFirst]
            .into_iter()
            .any(|order| parse_date(cell, order, false).is_some());
        self.dates += u32::from(is_date);
        self.serials += u32::from(
            cell.len() >= 5
                && parse_date(cell, DateOrder::DayFirst, true)
                    .is_some_and(|read| is_recent_serial(cell, read.date)),
        );
        self.amounts += u32::from(is_amount);
        self.digits_only += u32::from(cell.bytes().all(|b| b.is_ascii_digit()));
        self.with_decimals += u32::from(is_amount && has_two_decimals(cell));
        if !is_amount && !is_date && cell.chars().any(char::is_alphabetic) {
            self.texts += 1;
            self.letters += cell.chars().filter(|c| c.is_alphabetic()).count() as u64;
            let named = cell
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| NAME_ENDINGS.iter().any(|ending| ending.eq_ignore_ascii_case(word)));
            self.legal_forms += u32::from(named);
        }
    }

    /// Share of filled cells that are dates; `serials` also counts Excel's day numbers.
    pub(crate) fn date_share(&self, serials: bool) -> f64 {
        share(if serials { self.dates.max(self.serials) } else { self.dates }, self.filled)
    }

    /// Whether the column's dates are Excel's day numbers.
    pub(crate) fn has_serials(&self) -> bool {
        self.serials > self.dates && share(self.serials, self.filled) > 0.5
    }

    /// Share of filled cells that are amounts.
    pub(crate) fn amount_share(&self) -> f64 {
        share(self.amounts, self.filled)
    }

    /// Share of filled cells that are amounts with two decimals.
    pub(crate) fn decimal_share(&self) -> f64 {
        share(self.with_decimals, self.filled)
    }

    /// Share of filled cells that are nothing but digits.
    pub(crate) fn digit_share(&self) -> f64 {
        share(self.digits_only, self.filled)
    }

    /// Share of filled cells that are words.
    pub(crate) fn text_share(&self) -> f64 {
        share(self.texts, self.filled)
    }

    /// Share of filled cells that end like the name of an organisation.
    pub(crate) fn name_share(&self) -> f64 {
        share(self.legal_forms, self.filled)
    }

    /// Share of rows in which the cell is filled.
    pub(crate) fn fill_share(&self) -> f64 {
        share(self.filled, self.rows)
    }

    /// Number of different values, up to a few thousand.
    pub(crate) fn variety(&self) -> usize {
        self.distinct.len()
    }

    /// Mean number of letters of a text cell.
    pub(crate) fn mean_letters(&self) -> f64 {
        self.letters as f64 / f64::from(self.texts.max(1))
    }
}

/// Whether a cell looks like data and not like part of a heading.
pub(crate) fn is_data(cell: &str) -> bool {
    matches!(parse_amount(cell, DecimalMark::Point), AmountCell::Pence(_))
        || parse_date(cell, DateOrder::DayFirst, false).is_some_and(super::date::ReadDate::has_day)
}

fn is_recent_serial(cell: &str, date: chrono::NaiveDate) -> bool {
    use chrono::Datelike;
    cell.bytes().all(|b| b.is_ascii_digit() || b == b'.') && (2000..2060).contains(&date.year())
}

fn has_two_decimals(cell: &str) -> bool {
    let digits = cell.trim_end_matches([')', '-', ' ']);
    digits.len() > 3 && digits.as_bytes()[digits.len() - 3] == b'.'
}

fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}

fn fold(cell: &str) -> u64 {
    use std::hash::{Hash, Hasher};
    let mut hasher = rustc_hash::FxHasher::default();
    cell.hash(&mut hasher);
    hasher.finish()
}
