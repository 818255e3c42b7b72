//! One financial year of one institution.

use anchorhub_entities::FinancialYear;
use chrono::NaiveDate;

use super::{CHUNK_ROWS, Chunk, DAYS_A_YEAR, Row};

/// The payments of one institution in one financial year, sorted by document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::columnar) struct Partition {
    pub(in crate::columnar) chunks: Box<[Chunk]>,
}

impl Partition {
    /// Encodes rows in any order; rows of one document stay in theirs.
    pub(in crate::columnar) fn encode(mut rows: Vec<Row>) -> Self {
        rows.sort_by_key(|row| row.document_id);
        Self { chunks: rows.chunks(CHUNK_ROWS).map(Chunk::encode).collect() }
    }

    /// Whether any of its payments stand in one of some documents, given in ascending order.
    pub(in crate::columnar) fn holds_any(&self, documents: &[i64]) -> bool {
        let runs = self.chunks.iter().flat_map(|chunk| &chunk.runs);
        runs.into_iter().any(|run| documents.binary_search(&run.document_id).is_ok())
    }

    /// Its payments one by one.
    pub(in crate::columnar) fn decode(&self) -> impl Iterator<Item = Row> {
        self.chunks.iter().flat_map(Chunk::decode)
    }

    /// Number of payments.
    pub(in crate::columnar) fn rows(&self) -> usize {
        self.chunks.iter().map(Chunk::rows).sum()
    }
}

/// The financial year of a date, by the calendar year in which it begins, and the days since its 1 April.
pub(in crate::columnar) fn place_of(date: NaiveDate) -> Option<(i32, u16)> {
    let year = FinancialYear::of(date).start_year();
    let days = date.signed_duration_since(year_start(year)?).num_days();
    u16::try_from(days).ok().map(|day| (year, day))
}

/// The 1 April on which a financial year begins.
pub(in crate::columnar) fn year_start(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 4, 1)
}

/// Days of a financial year.
pub(in crate::columnar) fn year_length(year: i32) -> Option<usize> {
    let days = year_start(year.checked_add(1)?)?.signed_duration_since(year_start(year)?).num_days();
    usize::try_from(days).ok().filter(|days| *days <= DAYS_A_YEAR)
}
