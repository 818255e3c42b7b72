//! Reading a whole register: how each sheet is laid out, then every row with its verdict.

use anchorhub_entities::{RejectCode, VatBasis};

use super::{
    check::{Outcome, RowChecker},
    contract::RegisterContract,
    counts::RegisterCounts,
};
use crate::{
    IngestCode, IngestError,
    adapter::Adapter,
    decode::{Flow, Row, Source},
    progress::Progress,
    recognise::{DATES, DateEvidence, Layout, RegisterLayout, Role},
};

/// Rows that a layout is recognised from; also bounded in bytes.
const SAMPLE_ROWS: usize = 2_000;
const SAMPLE_BYTES: usize = 8 << 20;
/// Characters kept of a rejected row.
const RAW_LIMIT: usize = 4_000;
/// Contracts of one register at most: the keys of all are held while it is read.
const MOST_CONTRACTS: u64 = 1_000_000;

/// What a register is read against.
#[derive(Clone, Copy, Debug)]
pub struct RegisterReader<'a> {
    /// The decoded file.
    pub source: &'a Source,
    /// Corrections for this publisher.
    pub adapter: Option<&'a Adapter>,
    /// VAT basis that the feed states, where the register does not.
    pub vat_basis: VatBasis,
}

/// A row with its verdict, on its way to a sink.
#[derive(Debug)]
pub enum RegisterEvent<'r> {
    /// A contract.
    Contract {
        /// Name of the sheet.
        sheet: Option<&'r str>,
        /// Row number as a spreadsheet shows it.
        row: u32,
        /// What was read.
        contract: Box<RegisterContract>,
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
pub trait RegisterSink {
    /// Takes one verdict; an error stops the reading.
    fn take(&mut self, event: RegisterEvent<'_>) -> Result<(), IngestError>;
}

/// A table of the document, read.
#[derive(Clone, Debug, Default)]
pub struct RegisterTable {
    /// Name of the sheet.
    pub sheet: Option<String>,
    /// Layout; none if it is no register.
    pub layout: Option<RegisterLayout>,
    /// Styles of its dates.
    pub date_format: Option<String>,
    /// Why the sheet was not read: hidden, by adapter, empty or not recognised.
    pub skipped: Option<&'static str>,
    /// What its rows came to.
    pub counts: RegisterCounts,
}

/// A register, read.
#[derive(Clone, Debug, Default)]
pub struct RegisterRead {
    /// Its tables, in order.
    pub tables: Vec<RegisterTable>,
    /// What all rows came to.
    pub total: RegisterCounts,
}

/// A sheet, surveyed.
#[derive(Default)]
struct Surveyed {
    table: RegisterTable,
    filled_rows: u64,
    /// Whether it looks like payments.
    is_spend: bool,
}

impl RegisterReader<'_> {
    /// Reads every table.
    pub fn read(
        &self,
        sink: &mut dyn RegisterSink,
        progress: &dyn Progress,
    ) -> Result<RegisterRead, IngestError> {
        let surveyed: Vec<Surveyed> = (0..self.source.tables().len())
            .map(|index| self.survey(index, progress))
            .collect::<Result<_, IngestError>>()?;
        if surveyed.iter().all(|surveyed| surveyed.table.layout.is_none()) {
            return Err(no_register(&surveyed));
        }
        let mut read = RegisterRead::default();
        let mut seq = 0;
        for (index, Surveyed { mut table, .. }) in surveyed.into_iter().enumerate() {
            if let Some(layout) = table.layout.take() {
                self.read_table(index, &layout, &mut table, &mut seq, sink, progress)?;
                table.layout = Some(layout);
            }
            read.total.merge(&table.counts);
            if read.total.contracts > MOST_CONTRACTS {
                return Err(too_many());
            }
            read.tables.push(table);
        }
        Ok(read)
    }

    /// Goes through a table once: recognises its layout from its first rows, and how its dates are written from
    /// all of them.
    fn survey(&self, index: usize, progress: &dyn Progress) -> Result<Surveyed, IngestError> {
        let reference = &self.source.tables()[index];
        let mut surveyed = Surveyed::default();
        surveyed.table.sheet.clone_from(&reference.sheet);
        let by_adapter = self.adapter.is_some_and(|adapter| {
            reference.sheet.as_ref().is_some_and(|sheet| adapter.skip_sheets.contains(sheet))
        });
        surveyed.table.skipped = match (reference.hidden, by_adapter) {
            (true, _) => Some("hidden"),
            (_, true) => Some("adapter"),
            _ => None,
        };
        if surveyed.table.skipped.is_some() {
            return Ok(surveyed);
        }
        let (mut sample, mut bytes, mut dates): (Option<Vec<Row>>, usize, DateEvidence) =
            (Some(Vec::new()), 0, DateEvidence::default());
        self.source.visit(index, progress, &mut |row| {
            let Some(rows) = &mut sample else {
                look(&mut surveyed, &mut dates, row);
                return Ok(Flow::Continue(()));
            };
            bytes += row.bytes();
            rows.push(row.clone());
            if rows.len() < SAMPLE_ROWS && bytes < SAMPLE_BYTES {
                return Ok(Flow::Continue(()));
            }
            let rows = sample.take().unwrap_or_default();
            self.recognise(&rows, &mut surveyed, &mut dates);
            Ok(if surveyed.table.layout.is_some() { Flow::Continue(()) } else { Flow::Break(()) })
        })?;
        if let Some(rows) = sample {
            self.recognise(&rows, &mut surveyed, &mut dates);
        }
        let order_is_given = self.adapter.is_some_and(|adapter| adapter.date_order.is_some());
        if let Some(layout) = surveyed.table.layout.as_mut().filter(|_| !order_is_given) {
            layout.date_order = dates.order();
        }
        surveyed.table.date_format = dates.format();
        if surveyed.table.layout.is_none() {
            surveyed.table.skipped = Some(if surveyed.filled_rows == 0 { "empty" } else { "not recognised" });
        }
        Ok(surveyed)
    }

    fn recognise(&self, sample: &[Row], surveyed: &mut Surveyed, dates: &mut DateEvidence) {
        surveyed.table.layout = RegisterLayout::recognise(sample, self.adapter);
        if surveyed.table.layout.is_none() {
            surveyed.is_spend = is_spend(sample);
        }
        for row in sample {
            look(surveyed, dates, row);
        }
    }

    fn read_table(
        &self,
        index: usize,
        layout: &RegisterLayout,
        table: &mut RegisterTable,
        seq: &mut i32,
        sink: &mut dyn RegisterSink,
        progress: &dyn Progress,
    ) -> Result<(), IngestError> {
        let checker = RowChecker::new(layout, self.vat_basis);
        let RegisterTable { sheet, counts, .. } = table;
        let sheet = sheet.as_deref();
        self.source.visit(index, progress, &mut |row: &Row| {
            if row.number() <= layout.last_header_row {
                return Ok(Flow::Continue(()));
            }
            *seq = seq.checked_add(1).ok_or_else(too_many)?;
            if counts.rows.is_multiple_of(4096) {
                progress.rows(counts.rows);
            }
            counts.rows += 1;
            match checker.check(row) {
                Outcome::Blank => counts.blank += 1,
                Outcome::Contract(contract) => {
                    counts.take(&contract)?;
                    if counts.contracts > MOST_CONTRACTS {
                        return Err(too_many());
                    }
                    sink.take(RegisterEvent::Contract { sheet, row: row.number(), contract })?;
                }
                Outcome::Rejected { code, role } => {
                    counts.rejected += 1;
                    *counts.rejections.entry(code).or_default() += 1;
                    let field = role
                        .and_then(|role| layout.columns.get(&role))
                        .map(|column| column.heading.as_str())
                        .filter(|heading| !heading.is_empty());
                    let raw = row.to_csv_line(RAW_LIMIT);
                    sink.take(RegisterEvent::Rejected {
                        seq: *seq,
                        sheet,
                        row: row.number(),
                        code,
                        field,
                        raw,
                    })?;
                }
            }
            Ok(Flow::Continue(()))
        })
    }
}

fn look(surveyed: &mut Surveyed, dates: &mut DateEvidence, row: &Row) {
    surveyed.filled_rows += u64::from(!row.is_blank());
    let Some(layout) = &surveyed.table.layout else { return };
    if row.number() > layout.last_header_row {
        for role in DATES {
            dates.look(layout.cell(row, role), true);
        }
    }
}

/// Whether a table that is no register holds payments.
fn is_spend(sample: &[Row]) -> bool {
    Layout::recognise(sample, None).is_some_and(|layout| {
        let has = |role| layout.index(role).is_some();
        has(Role::Amount) && has(Role::Date) && has(Role::Supplier)
    })
}

fn no_register(surveyed: &[Surveyed]) -> IngestError {
    if surveyed.iter().all(|sheet| sheet.filled_rows == 0 && sheet.table.skipped == Some("empty")) {
        return IngestError::new(IngestCode::EmptyFile, "the file holds no filled row: send the file again");
    }
    if surveyed.iter().any(|sheet| sheet.is_spend) {
        return IngestError::new(
            IngestCode::WrongKind,
            "the file holds payments, not contracts: load it with --kind spend",
        );
    }
    IngestError::new(
        IngestCode::NoTable,
        "no contract register was recognised: it needs a heading row with a title or reference and a start, end or review date or an annual value; name them there, or in an adapter",
    )
}

fn too_many() -> IngestError {
    IngestError::new(
        IngestCode::TooLarge,
        format!("the register holds more than {MOST_CONTRACTS} contracts: split it into feeds of their own"),
    )
}
