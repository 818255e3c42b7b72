//! After a run: who is one supplier, what is one contract, and what was paid under it, where the run changed something.

use anchorhub_store::StoreError;

use super::Ingestor;

impl Ingestor {
    /// Resolves suppliers, clusters contracts and links payments, as far as loads have marked them. A failure is none
    /// of the loads: what they committed is whole, and the marks stay for the next run or worker. It is logged, and
    /// given back as a note for a receipt. Without marks this costs a few small statements.
    pub async fn refresh_links(&self) -> Option<String> {
        // Suppliers first: contracts are clustered, and payments linked, by who they name.
        let done = match self.resolve().await {
            Ok(()) => self.link().await,
            failed => failed,
        };
        let error = done.err()?;
        tracing::warn!(%error, "suppliers could not be resolved or payments linked; the next run does it");
        let code = error.kind().code();
        Some(format!(
            "suppliers could not be resolved or payments linked ({code}): everything is loaded, and the next run does it"
        ))
    }

    async fn resolve(&self) -> Result<(), StoreError> {
        let mut told = |progress: anchorhub_resolution::Progress| {
            let anchorhub_resolution::Progress { atoms, marked } = progress;
            tracing::debug!(atoms, marked, "suppliers are resolved");
        };
        let report = anchorhub_resolution::refresh(&self.database, &mut told).await?;
        if report.atoms > 0 {
            tracing::info!(report.atoms, report.moved, "suppliers are resolved");
        }
        let profiles = anchorhub_resolution::profile::refresh_all(&self.database).await?;
        if profiles > 0 {
            tracing::info!(profiles, "profiles of suppliers follow new reference data");
        }
        let labelled = anchorhub_resolution::categories::refresh(&self.database).await?;
        if labelled.changed > 0 {
            tracing::info!(labelled.documents, labelled.changed, "categories are mapped to CPV divisions");
        }
        Ok(())
    }

    async fn link(&self) -> Result<(), StoreError> {
        let mut told = |done: &anchorhub_linking::Refreshed| {
            let anchorhub_linking::Refreshed { institution, payments, linked } = done;
            tracing::debug!(institution, payments, linked, "payments are linked to contracts");
        };
        let report = anchorhub_linking::refresh(&self.database, &mut told).await?;
        if report.changed > 0 || report.moved > 0 {
            let linked = report.linked();
            tracing::info!(
                report.institutions,
                report.clusters,
                report.payments,
                linked,
                "contracts are clustered and payments linked"
            );
        }
        Ok(())
    }
}
