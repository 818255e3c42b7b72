//! How much exports may take.

use std::{fmt, sync::Arc, time::Duration};

use anchorhub_analysis::SpendEngine;
use tokio::sync::Semaphore;

/// How much exports may take.
#[derive(Clone)]
pub struct ExportSettings {
    pub(super) limit: Duration,
    pub(super) permits: Arc<Semaphore>,
    pub(super) spend: Option<Arc<dyn SpendEngine>>,
}

impl ExportSettings {
    /// Each may take so long, readers included, and so many may run at once. Each holds a connection of a reader.
    pub fn new(limit: Duration, at_once: usize) -> Self {
        Self { limit, permits: Arc::new(Semaphore::new(at_once)), spend: None }
    }

    /// The same, with another engine behind questions about spend.
    #[must_use]
    pub fn with_spend_engine(mut self, spend: Arc<dyn SpendEngine>) -> Self {
        self.spend = Some(spend);
        self
    }
}

impl Default for ExportSettings {
    fn default() -> Self {
        Self::new(Duration::from_secs(600), 2)
    }
}

impl fmt::Debug for ExportSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ExportSettings")
            .field("limit", &self.limit)
            .field("free", &self.permits.available_permits())
            .finish_non_exhaustive()
    }
}
