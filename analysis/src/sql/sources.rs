//! What answers are read from: the hub's database, and where facts stand beside it.

use anchorhub_store::{Snapshot, StoreError};
use sea_orm::{FromQueryResult, sea_query::SelectStatement};

use crate::AnalysisError;

/// Sessions at one version of the data.
pub(crate) struct Sources {
    hub: Snapshot,
    beside: Option<Beside>,
}

struct Beside {
    facts: Snapshot,
    failed: fn(StoreError) -> AnalysisError,
}

impl Sources {
    /// Facts in the hub's own database.
    pub(crate) fn hub(hub: Snapshot) -> Self {
        Self { hub, beside: None }
    }

    /// Facts in another database; `failed` says what its errors mean.
    pub(crate) fn beside(hub: Snapshot, facts: Snapshot, failed: fn(StoreError) -> AnalysisError) -> Self {
        Self { hub, beside: Some(Beside { facts, failed }) }
    }

    /// The hub's own database: names, titles, documents.
    pub(super) fn names(&mut self) -> &mut Snapshot {
        &mut self.hub
    }

    /// Runs a statement about facts.
    pub(super) async fn facts<T: FromQueryResult>(
        &mut self,
        select: &SelectStatement,
    ) -> Result<Vec<T>, AnalysisError> {
        match &mut self.beside {
            Some(Beside { facts, failed }) => facts.fetch(select).await.map_err(*failed),
            None => Ok(self.hub.fetch(select).await?),
        }
    }

    /// Ends the sessions.
    pub(crate) async fn finish(self) -> Result<(), AnalysisError> {
        if let Some(Beside { facts, failed }) = self.beside {
            facts.finish().await.map_err(failed)?;
        }
        Ok(self.hub.finish().await?)
    }
}
