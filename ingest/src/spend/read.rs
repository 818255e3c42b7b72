//! Reading a whole document: survey, then every row once more with its verdict.

use std::collections::BTreeMap;

use anchorhub_entities::{Period, RejectCode, VatBasis, WarningCode};
use chrono::{Days, NaiveDate};

use super::{
    check::{Bounds, Draft, Outcome, RowChecker},
    reversal::Reversals,
    survey::{Survey, TableSurvey},
};
use crate::{
    IngestCode, IngestError,
    adapter::Adapter,
    decode::{Flow, Row, Source},
    progress::Progress,
    recognise::{Layout, Role},
};

/// How far ahead of its receipt a payment may be dated: files are published a few days before the last
/// payment run they hold.
const GRACE_DAYS: u64 = 7;

/// Characters kept of a rejected row.
const RAW_LIMIT: usize = 4_000;

/// What a document is read against.
#[derive(Clone, Copy, Debug)]
pub struct SpendReader<'a> {
    /// The decoded file.
    pub source: &'a Source,
    /// Corrections for this publisher.
    pub adapter: Option<&'a Adapter>,
    /// Period that the sender states.
    pub period: Option<Period>,
    /// VAT basis that the feed states, where the table does not.
    pub vat_basis: VatBasis,
    /// Publication threshold of the feed in pence.
    pub threshold: Option<i64>,
    /// The day on which the document was received.
    pub received: NaiveDate,
}

/// A row with its verdict, on its way to a sink.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "never stored: each is handed on at once, and boxing would cost every row"
)]
pub enum RowEvent<'r> {
    /// A payment.
    Payment {
        /// Position among all rows after the headings of the document, from 1.
        seq: i32,
        /// Name of the sheet.
        sheet: Option<&'r str>,
        /// Row number as a spreadsheet shows it.
        row: u32,
        /// What was read.
        draft: Draft<'r>,
    },
    /// A row that is not taken.
    Rejected {
        /// Position among all rows after the headings of the document, from 1.
        seq: i32,
        /// Name of the sheet.
        sheet: Option<&'r str>,
        /// Row number as a spreadsheet shows it.
        row: u32,
        /// Why.
        code: RejectCode,
        /// Heading of the column that is wrong.
        field: Option<&'r str>,
        /// The row as published, as one line of CSV.
        raw: String,
    },
}

/// Where verdicts go: a database, a sample, nowhere.
pub trait Sink {
    /// Takes one verdict; an error stops the reading.
    fn take(&mut self, event: RowEvent<'_>) -> Result<(), IngestError>;
}

/// A table of the document, read.
#[derive(Clone, Debug, Default)]
pub struct TableRead {
    /// Name of the sheet.
    pub sheet: Option<String>,
    /// Layout; none if it is no table of payments.
    pub layout: Option<Layout>,
    /// Styles of its dates.
    pub date_format: Option<String>,
    /// Why the sheet was not read: hidden, by adapter, or not recognised.
    pub skipped: Option<&'static str>,
    /// What its rows came to.
    pub counts: Counts,
}

/// What rows came to. Payments + rejected + blank = rows, always.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows after the headings.
    pub rows: u64,
    /// Rows taken as payments.
    pub payments: u64,
    /// Rows not taken.
    pub rejected: u64,
    /// Empty rows.
    pub blank: u64,
    /// Signed sum of the payments in pence.
    pub net_pence: i64,
    /// Payments below zero.
    pub negatives: u64,
    /// Earliest payment date.
    pub first_date: Option<NaiveDate>,
    /// Latest payment date.
    pub last_date: Option<NaiveDate>,
    /// Payments by VAT basis.
    pub vat: BTreeMap<&'static str, u64>,
    /// Rejected rows by code.
    pub rejections: BTreeMap<RejectCode, u64>,
    /// Payments by warning.
    pub warnings: BTreeMap<WarningCode, u64>,
}

/// A document, read.
#[derive(Clone, Debug, Default)]
pub struct SpendRead {
    /// Its tables, in order.
    pub tables: Vec<TableRead>,
    /// What all rows came to.
    pub total: Counts,
    /// The period it covers: stated, else by its dates.
    pub period: Option<Period>,
    /// Rows (by `seq`) that are postings with their reversals.
    pub reversals: Vec<i32>,
}

impl SpendReader<'_> {
    /// Reads every table. With `undated` set, a table without dates is read although no period is known.
    pub fn read(
        &self,
        undated: bool,
        sink: &mut dyn Sink,
        progress: &dyn Progress,
    ) -> Result<SpendRead, IngestError> {
        let mut survey = Survey::take(self.source, self.adapter, progress)?;
        let holds_payments = survey.tables.iter().any(|table| table.layout.is_some() && !table.is_register);
        if !holds_payments && survey.tables.iter().any(|table| table.is_register) {
            return Err(IngestError::new(
                IngestCode::WrongKind,
                "the file is a contract register, not a spend file: load it with --kind contracts",
            ));
        }
        if survey.tables.iter().all(|table| table.layout.is_none()) {
            return Err(self.no_table(&survey.tables));
        }
        let period = self.period.or_else(|| survey.period());
        let lacks_dates = survey
            .tables
            .iter()
            .flat_map(|table| &table.layout)
            .any(|layout| layout.index(Role::Date).is_none());
        if period.is_none() && !undated {
            let cause =
                if lacks_dates { "the table has no date column" } else { "no date in it can be read" };
            return Err(IngestError::new(
                IngestCode::PeriodUnknown,
                format!("{cause}: say which period the document covers, for example --period 2023-04"),
            ));
        }
        let stand_in = period.or_else(|| Period::month_of(self.received));
        let bounds = Bounds {
            latest: self.received.checked_add_days(Days::new(GRACE_DAYS)).unwrap_or(self.received),
            period: stand_in,
            threshold: self.threshold,
            extreme: survey.extreme(),
            vat_basis: self.vat_basis,
        };
        let mut read = SpendRead { period, ..SpendRead::default() };
        let mut state =
            ReadState { seq: 0, reversals: std::mem::take(&mut survey.reversals), sink, progress };
        let mut tables = survey.tables.into_iter().peekable();
        while let Some(table) = tables.next() {
            // A table ends where the next one of the same sheet begins.
            let end = tables
                .peek()
                .filter(|next| next.source_table == table.source_table)
                .map_or(u32::MAX, TableSurvey::first_row);
            let table = self.read_table(table, end, bounds, &mut state)?;
            read.tables.push(table);
        }
        read.reversals = state.reversals.pairs();
        for table in &read.tables {
            read.total.merge(&table.counts);
        }
        if !read.reversals.is_empty() {
            read.total.warnings.insert(WarningCode::ReversalPair, read.reversals.len() as u64);
        }
        if period.is_none() {
            (read.total.first_date, read.total.last_date) = (None, None);
        }
        Ok(read)
    }

    fn read_table(
        &self,
        survey: TableSurvey,
        end: u32,
        bounds: Bounds,
        state: &mut ReadState<'_>,
    ) -> Result<TableRead, IngestError> {
        let index = survey.source_table;
        let sheet = self.source.tables().get(index).and_then(|table| table.sheet.clone());
        let mut table = TableRead {
            sheet,
            date_format: survey.dates.format(),
            skipped: survey.skipped,
            ..TableRead::default()
        };
        let Some(layout) = survey.layout else {
            if table.skipped.is_none() {
                table.skipped = Some(if survey.filled_rows == 0 { "empty" } else { "not recognised" });
            }
            return Ok(table);
        };
        let mut checker = RowChecker::new(&layout, bounds);
        let counts = &mut table.counts;
        let sheet_name = table.sheet.as_deref();
        self.source.visit(index, state.progress, &mut |row: &Row| {
            if row.number() >= end {
                return Ok(Flow::Break(()));
            }
            if row.number() <= layout.last_header_row {
                return Ok(Flow::Continue(()));
            }
            state.seq = state.seq.checked_add(1).ok_or_else(|| {
                IngestError::new(
                    IngestCode::TooLarge,
                    "the document has more rows than the hub can number: split it",
                )
            })?;
            if counts.rows.is_multiple_of(4096) {
                state.progress.rows(counts.rows);
            }
            counts.rows += 1;
            let outcome = checker.check(row);
            match outcome {
                Outcome::Blank => counts.blank += 1,
                Outcome::Payment(draft) => {
                    counts.pay(&draft)?;
                    if state.reversals.is_possible() && !draft.without_supplier {
                        state.reversals.add(draft.payee, draft.date, draft.pence, state.seq);
                    }
                    state.sink.take(RowEvent::Payment {
                        seq: state.seq,
                        sheet: sheet_name,
                        row: row.number(),
                        draft,
                    })?;
                }
                Outcome::Rejected { code, role } => {
                    counts.rejected += 1;
                    *counts.rejections.entry(code).or_default() += 1;
                    let field = role
                        .and_then(|role| layout.columns.get(&role))
                        .map(|column| column.heading.as_str())
                        .filter(|heading| !heading.is_empty());
                    state.sink.take(RowEvent::Rejected {
                        seq: state.seq,
                        sheet: sheet_name,
                        row: row.number(),
                        code,
                        field,
                        raw: row.to_csv_line(RAW_LIMIT),
                    })?;
                }
            }
            Ok(Flow::Continue(()))
        })?;
        table.layout = Some(layout);
        Ok(table)
    }

    fn no_table(&self, tables: &[TableSurvey]) -> IngestError {
        let filled: u64 = tables.iter().map(|table| table.filled_rows).sum();
        if filled == 0 && tables.iter().all(|table| table.skipped.is_none()) {
            return IngestError::new(
                IngestCode::EmptyFile,
                "the file holds no filled row: send the file again",
            );
        }
        IngestError::new(
            IngestCode::NoTable,
            "no table of payments was recognised: it needs a column of amounts and one of dates or payees; name them in a heading row, or in an adapter",
        )
    }
}

/// What goes from table to table.
struct ReadState<'s> {
    seq: i32,
    reversals: Reversals,
    sink: &'s mut dyn Sink,
    progress: &'s dyn Progress,
}

impl Counts {
    fn pay(&mut self, draft: &Draft<'_>) -> Result<(), IngestError> {
        self.payments += 1;
        self.negatives += u64::from(draft.pence < 0);
        self.net_pence = self.net_pence.checked_add(draft.pence).ok_or_else(|| {
            IngestError::new(
                IngestCode::TooLarge,
                "the amounts add up to more than the hub can count: check them",
            )
        })?;
        self.first_date = Some(self.first_date.map_or(draft.date, |first| first.min(draft.date)));
        self.last_date = Some(self.last_date.map_or(draft.date, |last| last.max(draft.date)));
        *self.vat.entry(draft.vat_basis.name()).or_default() += 1;
        for code in draft.warnings.iter() {
            *self.warnings.entry(code).or_default() += 1;
        }
        Ok(())
    }

    fn merge(&mut self, other: &Self) {
        self.rows += other.rows;
        self.payments += other.payments;
        self.rejected += other.rejected;
        self.blank += other.blank;
        self.net_pence = self.net_pence.saturating_add(other.net_pence);
        self.negatives += other.negatives;
        self.first_date = [self.first_date, other.first_date].into_iter().flatten().min();
        self.last_date = [self.last_date, other.last_date].into_iter().flatten().max();
        for (basis, count) in &other.vat {
            *self.vat.entry(basis).or_default() += count;
        }
        for (code, count) in &other.rejections {
            *self.rejections.entry(*code).or_default() += count;
        }
        for (code, count) in &other.warnings {
            *self.warnings.entry(*code).or_default() += count;
        }
    }
}
