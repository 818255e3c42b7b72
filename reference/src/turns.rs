//! Taking turns with other writers.

use std::time::{Duration, Instant};

use anchorhub_store::Database;

/// How long transactions may follow each other without a pause.
const TURN: Duration = Duration::from_secs(1);

/// Work in many transactions, one after the other, that others can come in between.
pub(crate) struct Turns {
    since: Instant,
}

impl Turns {
    /// The first turn begins.
    pub(crate) fn new() -> Self {
        Self { since: Instant::now() }
    }

    /// Between two transactions: lets others write when the turn is over.
    pub(crate) async fn next(&mut self, database: &Database) {
        if self.since.elapsed() > TURN {
            database.let_others_write().await;
            self.since = Instant::now();
        }
    }
}
