//! The one interface between questions and what answers them.

use anchorhub_store::{StoreError, StoreErrorKind};
use async_trait::async_trait;

use crate::{AnalysisError, SpendAnswer, SpendPlan};

/// Answers questions about spend.
#[async_trait]
pub trait SpendEngine: Send + Sync {
    /// Answers plans in their order, all from one and the same state of the data. Stops at the end of the task's
    /// `QueryBudget`.
    async fn spend_all(&self, plans: &[SpendPlan]) -> Result<Vec<SpendAnswer>, AnalysisError>;

    /// Answers one plan.
    async fn spend(&self, plan: &SpendPlan) -> Result<SpendAnswer, AnalysisError> {
        let answers = self.spend_all(std::slice::from_ref(plan)).await?;
        answers.into_iter().next().ok_or_else(no_answer)
    }
}

/// An engine gave fewer answers than there were plans.
pub(crate) fn no_answer() -> AnalysisError {
    AnalysisError::Store(StoreError::new(StoreErrorKind::Other, "an engine left a plan without an answer"))
}
