//! The first pass over a document: how each table is laid out, and what has to be known of all rows
//! before the first can be judged.

use std::collections::BTreeMap;

use anchorhub_entities::Period;
use chrono::NaiveDate;

use super::{period::period_of, reversal::Reversals};
use crate::{
    IngestError,
    adapter::Adapter,
    decode::{Flow, Row, Source},
    progress::Progress,
    recognise::{
        AmountCell, DateEvidence, Layout, Role, Subject, begins_table, is_register, parse_amount, parse_date,
    },
};

/// Rows that a layout is recognised from; also bounded in bytes.
const SAMPLE_ROWS: usize = 2_000;
const SAMPLE_BYTES: usize = 8 << 20;
/// Further tables looked for in one sample.
const MORE_TABLES: usize = 20;

/// What the first pass found.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// Tables in the order of the document; a sheet with headings in its middle is several.
    pub(crate) tables: Vec<TableSurvey>,
    /// Rows with a readable date, by the first day of their month.
    pub(crate) months: BTreeMap<NaiveDate, u64>,
    /// Credits that a posting may belong to.
    pub(crate) reversals: Reversals,
    magnitudes: Magnitudes,
}

/// What the first pass found of one table: a whole sheet, or the part of it that one heading row governs.
#[derive(Debug, Default)]
pub(crate) struct TableSurvey {
    /// Which table of the source it stands in.
    pub(crate) source_table: usize,
    /// How to read it; none if it is no table of payments.
    pub(crate) layout: Option<Layout>,
    /// How its dates are written.
    pub(crate) dates: DateEvidence,
    /// Why it was not looked at.
    pub(crate) skipped: Option<&'static str>,
    /// Rows that are not blank.
    pub(crate) filled_rows: u64,
    /// Whether it holds contracts.
    pub(crate) is_register: bool,
}

impl TableSurvey {
    /// The first row that belongs to it: that of its headings.
    pub(crate) fn first_row(&self) -> u32 {
        self.layout.as_ref().and_then(|layout| layout.header_row).unwrap_or(0)
    }
}

impl Survey {
    /// Goes through every table of a source.
    pub(crate) fn take(
        source: &Source,
        adapter: Option<&Adapter>,
        progress: &dyn Progress,
    ) -> Result<Self, IngestError> {
        let mut survey = Self::default();
        for (index, reference) in source.tables().iter().enumerate() {
            let by_adapter = adapter.is_some_and(|adapter| {
                reference.sheet.as_ref().is_some_and(|sheet| adapter.skip_sheets.contains(sheet))
            });
            let skipped = if reference.hidden {
                Some("hidden")
            } else if by_adapter {
                Some("adapter")
            } else {
                None
            };
            match skipped {
                Some(_) => {
                    survey.tables.push(TableSurvey {
                        source_table: index,
                        skipped,
                        ..TableSurvey::default()
                    });
                }
                None => survey.look(source, index, adapter, progress)?,
            }
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

    fn look(
        &mut self,
        source: &Source,
        index: usize,
        adapter: Option<&Adapter>,
        progress: &dyn Progress,
    ) -> Result<(), IngestError> {
        let mut sample: Vec<Row> = Vec::new();
        let mut sample_bytes = 0;
        let mut sampling = true;
        let mut is_first = true;
        self.tables.push(TableSurvey { source_table: index, ..TableSurvey::default() });
        source.visit(index, progress, &mut |row| {
            if !sampling && begins_table(row, Subject::Spend) {
                sampling = true;
                is_first = false;
            }
            if !sampling {
                self.count(row);
                return Ok(Flow::Continue(()));
            }
            sample_bytes += row.bytes();
            sample.push(row.clone());
            if sample.len() >= SAMPLE_ROWS || sample_bytes >= SAMPLE_BYTES {
                sampling = false;
                sample_bytes = 0;
                self.recognise(&std::mem::take(&mut sample), is_first, adapter);
                if self.tables.last().is_some_and(|table| table.layout.is_none()) {
                    return Ok(Flow::Break(()));
                }
            }
            Ok(Flow::Continue(()))
        })?;
        if sampling && !sample.is_empty() {
            self.recognise(&sample, is_first, adapter);
        }
        if adapter.is_none_or(|adapter| adapter.date_order.is_none()) {
            for table in self.tables.iter_mut().filter(|table| table.source_table == index) {
                let order = table.dates.order();
                if let Some(layout) = &mut table.layout {
                    layout.date_order = order;
                }
            }
        }
        Ok(())
    }

    /// Recognises the layout of a sample and counts its rows. The sample of a sheet's first table may hold
    /// the headings of further ones, up to a bound: a sheet of nothing but headings is no sheet of tables.
    fn recognise(&mut self, sample: &[Row], is_first: bool, adapter: Option<&Adapter>) {
        let mut next = self.recognise_one(sample, is_first, adapter, true);
        let mut rest = sample;
        for attempt in 1..=MORE_TABLES {
            let Some(position) = next else { return };
            rest = &rest[position..];
            next = self.recognise_one(rest, false, None, attempt < MORE_TABLES);
        }
    }

    /// The same for one table; gives the position, never the first, where headings begin another one.
    fn recognise_one(
        &mut self,
        sample: &[Row],
        is_first: bool,
        adapter: Option<&Adapter>,
        may_end: bool,
    ) -> Option<usize> {
        let table = self.tables.last()?;
        let source_table = table.source_table;
        let previous = self.tables.iter().rev().find_map(|table| table.layout.clone());
        let layout = Layout::recognise(sample, adapter.filter(|_| is_first));
        // An adapter for payments settles what the table is.
        if is_first
            && adapter.is_none()
            && let Some(table) = self.tables.last_mut()
        {
            table.is_register = is_register(sample, layout.as_ref());
        }
        let layout = match (layout, previous) {
            (Some(found), Some(previous)) if found.header_row.is_none() => {
                previous.continued(sample).or(Some(found))
            }
            (None, Some(previous)) if is_first => previous.continued(sample),
            (found, _) => found,
        };
        match layout {
            Some(layout) if is_first => {
                if let Some(table) = self.tables.last_mut() {
                    table.layout = Some(layout);
                }
            }
            Some(layout) if layout.header_row.is_some() => {
                self.tables.push(TableSurvey {
                    source_table,
                    layout: Some(layout),
                    ..TableSurvey::default()
                });
            }
            _ => {}
        }
        let begin = self
            .tables
            .last()
            .and_then(|table| table.layout.as_ref())
            .map_or(0, |layout| layout.last_header_row);
        for (position, row) in sample.iter().enumerate() {
            let is_past_headings = position > 0 && row.number() > begin;
            let may_split = may_end && adapter.is_none_or(|adapter| adapter.header_row.is_none());
            if is_past_headings && may_split && begins_table(row, Subject::Spend) {
                return Some(position);
            }
            self.count(row);
        }
        None
    }

    fn count(&mut self, row: &Row) {
        let Some(table) = self.tables.last_mut() else { return };
        table.filled_rows += u64::from(!row.is_blank());
        let Some(layout) = &table.layout else { return };
        if row.number() <= layout.last_header_row {
            return;
        }
        let date_cell = layout.cell(row, Role::Date);
        table.dates.look(date_cell, layout.serials);
        let AmountCell::Pence(pence) = parse_amount(layout.cell(row, Role::Amount), layout.decimal_mark)
        else {
            return;
        };
        self.magnitudes.add(pence);
        let Some(read) = parse_date(date_cell, layout.date_order, layout.serials) else { return };
        for month in read.months() {
            *self.months.entry(month).or_default() += 1;
        }
        if pence < 0 {
            self.reversals.expect_credit(layout.cell(row, Role::Supplier), read.date, pence);
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
