//! When the database should look again at tables that one transaction fills.

use anchorhub_store::LoadTx;

use crate::IngestError;

/// Rows after which statistics are renewed for the first time.
const FIRST: u64 = 2_000;

/// Growth after which they are renewed again.
const FACTOR: u64 = 8;

/// Watches tables grow. They are looked at a few times only, however large they become.
pub(super) struct Growth {
    tables: &'static [&'static str],
    next: u64,
}

impl Growth {
    pub(super) fn of(tables: &'static [&'static str]) -> Self {
        Self { tables, next: FIRST }
    }

    /// Renews statistics if the tables have grown much; `rows` tells how far they have come.
    pub(super) async fn reached(&mut self, tx: &mut LoadTx, rows: u64) -> Result<(), IngestError> {
        if rows < self.next {
            return Ok(());
        }
        self.next = rows.saturating_mul(FACTOR);
        Ok(tx.renew_statistics(self.tables).await?)
    }
}
