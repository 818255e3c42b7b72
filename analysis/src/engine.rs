//! The one interface between questions and what answers them.

use async_trait::async_trait;

use crate::{AnalysisError, SpendAnswer, SpendPlan};

/// Answers questions about spend.
#[async_trait]
pub trait SpendEngine: Send + Sync {
    /// Answers a plan from one state of the data. Stops at the end of the task's `QueryBudget`.
    async fn spend(&self, plan: &SpendPlan) -> Result<SpendAnswer, AnalysisError>;
}
