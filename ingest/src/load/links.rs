//! After a run: contracts clustered and payments linked anew, where the run changed something.

use super::Ingestor;

impl Ingestor {
    /// Clusters contracts and links payments of every institution that loads have marked. A failure is none of the
    /// loads: what they committed is whole, and the marks stay for the next run or worker. It is logged, and given
    /// back as a note for a receipt. Without marks this costs one small statement.
    pub async fn refresh_links(&self) -> Option<String> {
        let mut told = |done: &anchorhub_linking::Refreshed| {
            let anchorhub_linking::Refreshed { institution, payments, linked } = done;
            tracing::debug!(institution, payments, linked, "payments are linked to contracts");
        };
        match anchorhub_linking::refresh(&self.database, &mut told).await {
            Ok(report) => {
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
                None
            }
            Err(error) => {
                tracing::warn!(%error, "contracts could not be clustered or payments linked; the next run does it");
                let code = error.kind().code();
                Some(format!(
                    "contracts could not be clustered or payments linked ({code}): everything is loaded, and the next run does it"
                ))
            }
        }
    }
}
