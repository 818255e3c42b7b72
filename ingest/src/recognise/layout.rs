//! The layout of one table: where its headings are, what its columns mean, how its dates and amounts are
//! written.

use std::collections::BTreeMap;

use anchorhub_entities::VatBasis;

use super::{
    amount::{AmountCell, DecimalMark, decimal_mark, parse_amount},
    assign::{Assigned, assign},
    cells::ColumnCensus,
    date::{DateOrder, DateStyle, OrderEvidence, order_evidence, parse_date},
    header::{self, Subject},
    role::Role,
    vocabulary::Heading,
};
use crate::{adapter::Adapter, decode::Row};

/// A column with a meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Position in the row, from 0.
    pub index: usize,
    /// Its heading as published, white space folded; empty if it has none.
    pub heading: String,
    /// How sure the meaning is, 0 to 1.
    pub confidence: f64,
}

/// How one table is to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The row with the headings, as a spreadsheet numbers it; none if the table has none.
    pub header_row: Option<u32>,
    /// The last row before the data; 0 if data begin at once.
    pub last_header_row: u32,
    /// Columns by meaning.
    pub columns: BTreeMap<Role, Column>,
    /// How sure the whole is, 0 to 1.
    pub confidence: f64,
    /// Day or month first.
    pub date_order: DateOrder,
    /// Whether plain five-digit numbers are dates.
    pub serials: bool,
    /// How pence are set apart.
    pub decimal_mark: DecimalMark,
    /// VAT basis that the amount's heading or an adapter states.
    pub vat_basis: VatBasis,
    /// Cells beyond this one are filled in hardly any row.
    pub usual_width: usize,
    /// Columns that hold nothing but digits in nearly every row.
    pub digit_columns: Vec<usize>,
    /// The headings, to recognise their repetition.
    pub headings: Vec<String>,
}

/// Below this a table is not taken for one of payments.
const LEAST_CONFIDENCE: f64 = 0.35;

impl Layout {
    /// Recognises the layout of a table from a sample of its first rows; none if it is no table of payments.
    pub fn recognise(sample: &[Row], adapter: Option<&Adapter>) -> Option<Self> {
        let named_row = adapter.and_then(|adapter| {
            adapter
                .header_row
                .or_else(|| sample.iter().find(|row| adapter.finds_headings(row)).map(Row::number))
        });
        let header = match named_row {
            Some(row) => header::at(sample, row),
            None => header::find(sample, Subject::Spend),
        };
        let data_start = header.as_ref().map_or(0, |header| header.rows.end() + 1);
        let data: Vec<&Row> = sample[data_start..].iter().filter(|row| !row.is_blank()).collect();
        let texts = header.as_ref().map(|header| header.texts.clone()).unwrap_or_default();
        let usual_width = usual_width(&data).max(texts.len());
        let headings: Vec<Heading> = texts.iter().map(|text| Heading::new(text)).collect();
        let censuses = ColumnCensus::take(data.iter().copied(), usual_width);
        let mut assigned = assign(&headings, &censuses);
        if let Some(adapter) = adapter {
            adapter.correct(&texts, &mut assigned);
        }
        let amount = assigned.get(&Role::Amount)?;
        if header.is_none() && data.len() < 2 {
            return None;
        }
        let confidence = overall(&assigned);
        if confidence < LEAST_CONFIDENCE
            || (!assigned.contains_key(&Role::Date) && !assigned.contains_key(&Role::Supplier))
        {
            return None;
        }
        let heading_vat = headings.get(amount.column).map_or(VatBasis::Unknown, Heading::vat_basis);
        let serials = assigned.get(&Role::Date).is_some_and(|date| {
            // Where the heading says date, a day number among written dates is one too.
            headings.get(date.column).is_some_and(|heading| heading.fit(Role::Date) >= 0.6)
                || censuses.get(date.column).is_some_and(ColumnCensus::has_serials)
        });
        let mark = decimal_mark(data.iter().map(|row| row.cell(amount.column)));
        let header_row = header.as_ref().map(|header| sample[header.main].number());
        let last_header_row = header.as_ref().map_or(0, |header| sample[*header.rows.end()].number());
        let columns = assigned
            .into_iter()
            .map(|(role, assigned)| {
                let heading = texts.get(assigned.column).cloned().unwrap_or_default();
                (role, Column { index: assigned.column, heading, confidence: assigned.confidence })
            })
            .collect();
        let digit_columns = censuses
            .iter()
            .enumerate()
            .filter(|(_, census)| {
                census.filled >= 20 && census.fill_share() > 0.95 && census.digit_share() > 0.98
            })
            .map(|(column, _)| column)
            .collect();
        Some(Self {
            header_row,
            last_header_row,
            columns,
            confidence,
            date_order: adapter.and_then(|adapter| adapter.date_order).unwrap_or_default(),
            serials,
            decimal_mark: mark,
            vat_basis: adapter.and_then(|adapter| adapter.vat_basis).unwrap_or(heading_vat),
            usual_width,
            digit_columns,
            headings: texts,
        })
    }

    /// This layout for a sheet that goes on where the last one ended, without headings; none if its rows
    /// do not fit.
    pub fn continued(&self, sample: &[Row]) -> Option<Self> {
        let data: Vec<&Row> = sample.iter().filter(|row| !row.is_blank()).collect();
        let fits = |row: &&&Row| {
            let date = parse_date(self.cell(row, Role::Date), self.date_order, self.serials);
            let amount = parse_amount(self.cell(row, Role::Amount), self.decimal_mark);
            date.is_some() && matches!(amount, AmountCell::Pence(_))
        };
        let fitting = data.iter().filter(fits).count();
        if fitting == 0 || fitting * 10 < data.len() * 6 {
            return None;
        }
        Some(Self {
            header_row: None,
            last_header_row: 0,
            confidence: self.confidence.min(0.8),
            ..self.clone()
        })
    }

    /// Position of the column with a meaning.
    pub fn index(&self, role: Role) -> Option<usize> {
        self.columns.get(&role).map(|column| column.index)
    }

    /// A cell by its meaning; empty if no column has it.
    pub fn cell<'r>(&self, row: &'r Row, role: Role) -> &'r str {
        self.index(role).map_or("", |index| row.cell(index))
    }
}

/// The three columns of a payment, weighed.
fn overall(assigned: &BTreeMap<Role, Assigned>) -> f64 {
    let of = |role| assigned.get(&role).map_or(0.0, |assigned: &Assigned| assigned.confidence);
    let total = 0.4 * of(Role::Amount) + 0.3 * of(Role::Date) + 0.3 * of(Role::Supplier);
    total.min(1.0)
}

/// The width that nearly all rows keep to: pivots and remarks beside the table are not part of it.
pub(super) fn usual_width(data: &[&Row]) -> usize {
    let mut widths: Vec<usize> =
        data.iter().filter_map(|row| row.last_filled()).map(|last| last + 1).collect();
    widths.sort_unstable();
    widths.get(widths.len().saturating_sub(1) * 99 / 100).copied().unwrap_or(0)
}

/// Evidence on how the dates of a column are written, gathered over all rows.
#[derive(Clone, Debug, Default)]
pub struct DateEvidence {
    day_first: u64,
    month_first: u64,
    styles: BTreeMap<DateStyle, u64>,
}

impl DateEvidence {
    /// Looks at one cell of the date column.
    pub fn look(&mut self, cell: &str, serials: bool) {
        match order_evidence(cell) {
            Some(OrderEvidence::DayFirst) => self.day_first += 1,
            Some(OrderEvidence::MonthFirst) => self.month_first += 1,
            Some(OrderEvidence::Either) | None => {}
        }
        if let Some(read) = parse_date(cell, DateOrder::DayFirst, serials) {
            *self.styles.entry(read.style).or_default() += 1;
        }
    }

    /// Day first, unless the column says otherwise.
    pub fn order(&self) -> DateOrder {
        if self.month_first > self.day_first { DateOrder::MonthFirst } else { DateOrder::DayFirst }
    }

    /// The styles seen, most frequent first; none without a date.
    pub fn format(&self) -> Option<String> {
        let order = self.order();
        let mut styles: Vec<(&DateStyle, &u64)> = self.styles.iter().collect();
        styles.sort_by(|a, b| b.1.cmp(a.1));
        let names: Vec<String> = styles.into_iter().map(|(style, _)| style.name(order)).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }
}
