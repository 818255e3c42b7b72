//! Which candidates and decisions.

use anchorhub_store::Database;
use async_graphql::{ID, InputObject};

use super::supplier_keys;
use crate::graphql::{
    error::ApiError,
    lists::{CandidateList, DecisionList},
};

/// Which candidates. Parts that are left out allow everything; parts that are given must all hold.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct SupplierCandidateFilter {
    /// About any of these suppliers, by the values of their `id` fields.
    suppliers: Option<Vec<ID>>,
    /// True: entries of registers; false: other suppliers.
    registers: Option<bool>,
    /// Alike at least so much, from 0 to 1.
    min_score: Option<f64>,
}

impl SupplierCandidateFilter {
    /// The list that the filter makes.
    pub(crate) async fn list(self, database: &Database) -> Result<CandidateList, ApiError> {
        let min_score = self.min_score.map(|score| {
            // Thousandths from 0 to 1000, by comparison: no number is too odd for it.
            (0..1000_i16).find(|thousandths| f64::from(*thousandths) >= score * 1000.0).unwrap_or(1000)
        });
        Ok(CandidateList {
            suppliers: supplier_keys(database, self.suppliers).await?,
            registers: self.registers,
            min_score,
        })
    }
}

/// Which decisions. Parts that are left out allow everything; parts that are given must all hold.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct SupplierDecisionFilter {
    /// About any of these suppliers, by the values of their `id` fields.
    suppliers: Option<Vec<ID>>,
    /// True: those that stand; false: undos, and those that were undone.
    stands: Option<bool>,
}

impl SupplierDecisionFilter {
    /// The list that the filter makes.
    pub(crate) async fn list(self, database: &Database) -> Result<DecisionList, ApiError> {
        Ok(DecisionList { suppliers: supplier_keys(database, self.suppliers).await?, stands: self.stands })
    }
}
