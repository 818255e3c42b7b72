//! A whole file, read once: recognised, checked, sorted; before the database is touched.

use std::path::Path;

use anchorhub_store::Cell;

use crate::{
    Kind, ReferenceCode, ReferenceError, Refusal, Report, Told, Watch,
    field::Headings,
    layouts::{self, Layout},
    rows::{self, Row, Sink},
    sort::Sorter,
    source::{Fingerprint, Origin},
    table::Table,
};

/// What a file holds.
pub(crate) struct Reading {
    pub(crate) kind: Kind,
    /// What the file says of its version.
    pub(crate) version: Option<String>,
    pub(crate) report: Report,
    /// Rows of the tables of the kind, in their order.
    pub(crate) tables: Vec<(&'static Table, Sorter)>,
}

/// Why a row is not taken, or why nothing can go on.
pub(crate) enum Fault {
    Row(Refusal),
    Load(ReferenceError),
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Row(refusal)
    }
}

impl From<ReferenceError> for Fault {
    fn from(error: ReferenceError) -> Self {
        Self::Load(error)
    }
}

/// Takes what layouts make of rows.
pub(crate) struct Out {
    tables: Vec<(&'static Table, Sorter)>,
    report: Report,
}

impl Out {
    /// Adds a row to a table of the kind.
    pub(crate) fn push(
        &mut self,
        row: u64,
        table: &'static Table,
        cells: &[Cell],
    ) -> Result<(), ReferenceError> {
        let found = self.tables.iter_mut().find(|(known, _)| known.name == table.name);
        let Some((_, sorter)) = found else {
            return Err(ReferenceError::internal(format!("a layout writes to {}", table.name)));
        };
        sorter.push(row, cells, table.key)
    }

    /// Counts a row that is taken but needs attention.
    pub(crate) fn warn(&mut self, code: &'static str) {
        self.report.warn(code);
    }
}

/// Rows between two reports of progress.
const BETWEEN_TOLD: u64 = 10_000;

/// Reads the whole file. Fails when its layout is unknown or none of its rows can be taken.
pub(crate) fn read(
    origin: &Origin,
    print: &Fingerprint,
    wanted: Kind,
    temporary: &Path,
    watch: &Watch,
) -> Result<Reading, ReferenceError> {
    let mut reader = origin.unpacked(print, watch, |input, entry| {
        let mut report = Report::new(wanted, origin.name());
        report.entry = entry;
        let mut reader =
            Reader { wanted, temporary, watch, layout: None, out: Out { tables: Vec::new(), report } };
        rows::read(origin, input, &mut reader)?;
        Ok(reader)
    })?;
    let Some(mut layout) = reader.layout.take() else {
        return Err(ReferenceError::internal("a file with rows has no layout"));
    };
    layout.finish(&mut reader.out)?;
    let Out { tables, report } = reader.out;
    if report.taken == 0 {
        let why = report.refusals.first().map_or_else(
            || "it has only a heading".to_owned(),
            |first| format!("row {}: {} ({})", first.row, first.message, first.code),
        );
        return Err(ReferenceError::new(
            ReferenceCode::NoRowTaken,
            format!("{}: none of {} rows can be taken; {why}", report.file, report.rows),
        ));
    }
    Ok(Reading { kind: layout.kind(), version: layout.version(), report, tables })
}

struct Reader<'a> {
    wanted: Kind,
    temporary: &'a Path,
    watch: &'a Watch,
    layout: Option<Box<dyn Layout>>,
    out: Out,
}

impl Sink for Reader<'_> {
    fn row(&mut self, row: Row<'_>) -> Result<(), ReferenceError> {
        if self.layout.is_none() {
            let layout = self.recognise(row)?;
            let has_heading = layout.has_heading();
            self.layout = Some(layout);
            if has_heading {
                return Ok(());
            }
        }
        let Some(layout) = &mut self.layout else { return Ok(()) };
        self.out.report.rows += 1;
        match layout.read(row, &mut self.out) {
            Ok(()) => self.out.report.taken += 1,
            Err(Fault::Row(refusal)) => self.out.report.refuse(refusal),
            Err(Fault::Load(error)) => return Err(error),
        }
        if self.out.report.rows.is_multiple_of(BETWEEN_TOLD) {
            (self.watch)(Told::Rows(self.out.report.rows));
        }
        Ok(())
    }
}

impl Reader<'_> {
    fn recognise(&mut self, first: Row<'_>) -> Result<Box<dyn Layout>, ReferenceError> {
        let headings = Headings::of(first);
        let candidates = self.wanted.candidates();
        let layout = candidates.iter().find_map(|kind| layouts::recognise(*kind, first, &headings));
        let Some(layout) = layout else {
            let expected: Vec<&str> = candidates.iter().map(|kind| layouts::expected(*kind)).collect();
            return Err(ReferenceError::new(
                ReferenceCode::LayoutUnknown,
                format!(
                    "{}: no known layout of {} begins like this. Known are: {}",
                    self.out.report.file,
                    self.wanted,
                    expected.join("; ")
                ),
            ));
        };
        self.out.report.kind = layout.kind().name();
        self.out.report.layout = Some(layout.name());
        let tables = layout.kind().tables();
        self.out.tables = tables.iter().map(|table| (*table, Sorter::new(self.temporary))).collect();
        Ok(layout)
    }
}
