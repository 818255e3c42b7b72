//! What every metric stands on: what is left out, how complete the data is, where an attribute comes from.

use anchorhub_analysis as analysis;
use anchorhub_store::Database;
use async_graphql::SimpleObject;

use super::part::SpendSum;
use crate::graphql::types::spend_analysis::{Completeness, Exclusion, completeness};

/// What the figures of a metric stand on.
#[derive(SimpleObject)]
pub(crate) struct Footing {
    /// What the figures leave out, for whatever reason, each payment counted once: this and the total are all that the
    /// filter allows.
    excluded: SpendSum,
    /// Payments that a share should leave out, by reason: how much of them the filter allows, and whether this answer
    /// leaves them out.
    exclusions: Vec<Exclusion>,
    /// For each institution asked about (without a filter: each that has a feed), how much of the period its documents
    /// cover.
    completeness: Vec<Completeness>,
    /// Version of the data that the answer was read from, as `hub.dataVersion` tells it.
    data_version: i64,
}

impl Footing {
    pub(super) fn new(
        database: &Database,
        excluded: analysis::Sum,
        exclusions: &[analysis::ExclusionSum],
        covered: Vec<analysis::Completeness>,
        data_version: i64,
    ) -> Self {
        Self {
            excluded: excluded.into(),
            exclusions: exclusions.iter().map(Exclusion::new).collect(),
            completeness: completeness(database, covered),
            data_version,
        }
    }
}

/// What rests on one source.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct BasisShare {
    /// The source, as `SupplierSize.basis`, `SupplierVcse.basis` and `SupplierPlace.basis` name it: such as `NOTICE`,
    /// `ACCOUNTS` or `REGISTERED`; null where it is not recorded.
    basis: Option<String>,
    /// Signed sum of the payments to suppliers of which it is known from there.
    net: crate::graphql::types::Money,
    /// Number of these payments.
    payments: i64,
    /// Number of these suppliers.
    suppliers: i64,
}

impl BasisShare {
    /// Every source.
    pub(super) fn all(bases: &analysis::Bases) -> Vec<Self> {
        let one = |one: &analysis::BasisPart| Self {
            basis: one.basis.clone(),
            net: crate::graphql::types::Money::gbp(one.part.sum.net_pence),
            payments: one.part.sum.payments,
            suppliers: one.part.suppliers,
        };
        bases.parts.iter().map(one).collect()
    }
}
