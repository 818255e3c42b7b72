//! The one interface between questions about contracts and what answers them.

use async_trait::async_trait;

use super::{ContractAnswer, ContractPlan};
use crate::AnalysisError;

/// Answers questions about contracts.
#[async_trait]
pub trait ContractEngine: Send + Sync {
    /// Answers one plan, from one state of the data. Stops at the end of the task's `QueryBudget`.
    async fn contracts(&self, plan: &ContractPlan) -> Result<ContractAnswer, AnalysisError>;
}
