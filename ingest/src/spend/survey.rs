//! The first pass over a document: how each table is laid out, and what has to be known of all rows
//! before the first can be judged.

use std::collections::BTreeMap;

use anchorhub_entities::Period;
use chrono::{Datelike, NaiveDate};

use super::{period::period_of, reversal::Reversals};
use crate::{
    IngestError,
    adapter::Adapter,
    decode::{Flow, Row, Source},
    progress::Progress,
    recognise::{AmountCell, DateEvidence, Layout, Role, parse_amount, parse_date},
};

/// Rows that a layout is recognised from; also bounded in bytes.
const SAMPLE_ROWS: usize = 2_000;
const SAMPLE_BYTES: usize = 8 << 20;

/// What the first pass found.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// One entry a table of the source, in order.
    pub(crate) tables: Vec<TableSurvey>,
    /// Rows with a readable date, by the first day of their month.
    pub(crate) months: BTreeMap<NaiveDate, u64>,
    /// Credits that a posting may belong to.
    pub(crate) reversals: Reversals,
    magnitudes: Magnitudes,
}

/// What the first pass found of one table.
#[derive(Debug, Default)]
pub(crate) struct TableSurvey {
    /// How to read it; none if it is no table of payments.
    pub(crate) layout: Option<Layout>,
    /// How its dates are written.
    pub(crate) dates: DateEvidence,
    /// Why it was not looked at.
    pub(crate) skipped: Option<&'static str>,
    /// Rows that are not blank.
    pub(crate) filled_rows: u64,
}

impl Survey {
    /// Goes through every table of a source.
    pub(crate) fn take(source: &Source, adapter: Option<&Adapter>, progress: &dyn Progress) -> Result<Self, IngestError> {
        let mut survey = Self::default();
        for (index, reference) in source.tables().iter().enumerate() {
            let by_adapter = adapter.is_some_and(|adapter| reference.sheet.as_ref().is_some_and(|sheet| adapter.skip_sheets.contains(sheet)));
            let skipped = if reference.hidden {
                Some("hidden")
            } else if by_adapter {
                Some("adapter")
            } else {
                None
            };
            let mut table = TableSurvey { skipped, ..TableSurvey::default() };
            if skipped.is_none() {
                survey.look(source, index, adapter, progress, &mut table)?;
            }
            survey.tables.push(table);
        }
        Ok(survey)
    }

    /// The period that the dates of the payments speak for.
    pub(crate) fn period(&self) -> Option<Period> {
        period_of(&self.months)
    }

    /// Amounts from this size on are extreme in this document: at least a million pounds, and ten thousand
    /// times the median.
    pub(crate) fn extreme(&self) -> i64 {
        self.magnitudes.median().saturating_mul(10_000).max(100_000_000)
    }

    fn look(&mut self, source: &Source, index: usize, adapter: Option<&Adapter>, progress: &dyn Progress, table: &mut TableSurvey) -> Result<(), IngestError> {
        let mut sample: Vec<Row> = Vec::new();
        let mut sample_bytes = 0;
        let mut recognised = false;
        source.visit(index, progress, &mut |row| {
            table.filled_rows += u64::from(!row.is_blank());
            if !recognised {
                sample_bytes += row.bytes();
                sample.push(row.clone());
                if sample.len() >= SAMPLE_ROWS || sample_bytes >= SAMPLE_BYTES {
                    recognised = true;
                    table.layout = Layout::recognise(&sample, adapter);
                    for row in std::mem::take(&mut sample) {
                        self.count(&row, table);
                    }
                    if table.layout.is_none() {
                        return Ok(Flow::Break(()));
                    }
                }
                return Ok(Flow::Continue(()));
            }
            self.count(row, table);
            Ok(Flow::Continue(()))
        })?;
        if !recognised {
            table.layout = Layout::recognise(&sample, adapter);
            for row in &sample {
                self.count(row, table);
            }
        }
        if let Some(layout) = &mut table.layout
            && adapter.is_none_or(|adapter| adapter.date_order.is_none())
        {
            layout.date_order = table.dates.order();
        }
        Ok(())
    }

    fn count(&mut self, row: &Row, table: &mut TableSurvey) {
        let Some(layout) = &table.layout else { return };
        if row.number() <= layout.last_header_row {
            return;
        }
        let date_cell = layout.cell(row, Role::Date);
        table.dates.look(date_cell, layout.serials);
        let AmountCell::Pence(pence) = parse_amount(layout.cell(row, Role::Amount), layout.decimal_mark) else { return };
        self.magnitudes.add(pence);
        let Some(date) = parse_date(date_cell, layout.date_order, layout.serials).map(|read| read.date) else { return };
        if let Some(month) = date.with_day(1) {
            *self.months.entry(month).or_default() += 1;
        }
        if pence < 0 {
            self.reversals.expect_credit(layout.cell(row, Role::Supplier), date, pence);
        }
    }
}

/// Amounts counted by their binary order of magnitude.
#[derive(Debug)]
struct Magnitudes([u64; 64]);

impl Default for Magnitudes {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Magnitudes {
    fn add(&mut self, pence: i64) {
        let bits = 64 - pence.unsigned_abs().leading_zeros();
        self.0[bits.min(63) as usize] += 1;
    }

    /// The upper bound of the magnitude in which the median lies, in pence.
    fn median(&self) -> i64 {
        let total: u64 = self.0.iter().sum();
        let mut seen = 0;
        for (bits, count) in self.0.iter().enumerate() {
            seen += count;
            if seen * 2 >= total {
                return 1_i64.checked_shl(u32::try_from(bits).unwrap_or(63)).unwrap_or(i64::MAX);
            }
        }
        0
    }
}
