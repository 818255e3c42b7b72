//! How much exports may take.

use std::{fmt, sync::Arc, time::Duration};

use tokio::sync::Semaphore;

use crate::export::Exporter;

/// How much exports may take.
#[derive(Clone)]
pub struct ExportSettings {
    pub(super) limit: Duration,
    pub(super) permits: Arc<Semaphore>,
    pub(in crate::http) exporter: Option<Exporter>,
}

impl ExportSettings {
    /// Each may take so long, readers included, and so many may run at once. Each holds a connection of a reader.
    pub fn new(limit: Duration, at_once: usize) -> Self {
        Self { limit, permits: Arc::new(Semaphore::new(at_once)), exporter: None }
    }

    /// The same, made by an exporter that has the hub's own engines.
    #[must_use]
    pub fn with_exporter(mut self, exporter: Exporter) -> Self {
        self.exporter = Some(exporter);
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
