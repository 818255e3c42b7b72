//! The figures of groups of an analysis, and of everything.

use anchorhub_analysis as analysis;
use async_graphql::{Object, SimpleObject};
use serde_json::Value as Json;

use super::{Money, spend_key::SpendKey};
use crate::graphql::{enums::VatBasis, filters::Asked, query::hub::share};

/// What is published on one VAT basis.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct BasisSum {
    /// The basis.
    basis: VatBasis,
    /// Signed sum of the payments on it.
    net: Money,
    /// Number of payments on it.
    payments: i64,
}

/// The same figures in the period compared with.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SpendCompared {
    /// Signed sum of the payments.
    pub(super) net: Money,
    /// Number of payments.
    pub(super) payments: i64,
    /// Number of different suppliers; payments without a supplier add none.
    pub(super) suppliers: i64,
    /// Number of different institutions that paid.
    institutions: i64,
}

/// The change from the period compared with to the period asked for.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SpendChange {
    /// What the net is more; negative where it is less.
    pub(super) net: Money,
    /// The same as a share of the net in the period compared with; null when that is zero.
    pub(super) of_compared: Option<f64>,
}

/// The figures of a group, or of everything.
#[derive(Clone, Debug)]
pub(super) struct Figures {
    measures: analysis::Measures,
    compared: Option<analysis::Measures>,
}

impl Figures {
    pub(super) fn new(measures: analysis::Measures, compared: Option<&analysis::Measures>) -> Self {
        Self { measures, compared: compared.cloned() }
    }

    pub(super) fn net(&self) -> Money {
        Money::gbp(self.measures.sum.net_pence)
    }

    pub(super) fn payments(&self) -> i64 {
        self.measures.sum.payments
    }

    pub(super) fn suppliers(&self) -> i64 {
        self.measures.suppliers
    }

    pub(super) fn institutions(&self) -> i64 {
        self.measures.institutions
    }

    pub(super) fn by_vat_basis(&self) -> Vec<BasisSum> {
        let part = |part: &analysis::BasisSum| BasisSum {
            basis: part.basis.into(),
            net: Money::gbp(part.sum.net_pence),
            payments: part.sum.payments,
        };
        self.measures.by_vat_basis.iter().map(part).collect()
    }

    pub(super) fn compared(&self) -> Option<SpendCompared> {
        self.compared.as_ref().map(|measures| SpendCompared {
            net: Money::gbp(measures.sum.net_pence),
            payments: measures.sum.payments,
            suppliers: measures.suppliers,
            institutions: measures.institutions,
        })
    }

    pub(super) fn change(&self) -> Option<SpendChange> {
        let before = self.compared.as_ref()?.sum.net_pence;
        let change = self.measures.sum.net_pence.checked_sub(before)?;
        Some(SpendChange { net: Money::gbp(change), of_compared: share(change, before) })
    }
}

/// One group of an analysis.
pub(crate) struct SpendRow {
    keys: Vec<(analysis::SpendDimension, analysis::GroupKey)>,
    pub(super) figures: Figures,
    asked: Asked,
}

impl SpendRow {
    pub(super) fn new(
        group_by: &[analysis::SpendDimension],
        row: analysis::SpendRow,
        compared: Option<&analysis::Measures>,
        asked: Asked,
    ) -> Self {
        Self {
            keys: group_by.iter().copied().zip(row.keys).collect(),
            figures: Figures::new(row.measures, compared),
            asked,
        }
    }

    /// What it stands for, one key for each dimension.
    pub(super) fn spend_keys(&self) -> Vec<SpendKey> {
        self.keys.iter().map(|(dimension, key)| SpendKey::new((*dimension).into(), key)).collect()
    }
}

/// One group of an analysis.
#[Object]
impl SpendRow {
    /// What it stands for, one key for each dimension, in the order asked for.
    async fn keys(&self) -> Vec<SpendKey> {
        self.spend_keys()
    }

    /// Signed sum of its payments.
    async fn net(&self) -> Money {
        self.figures.net()
    }

    /// Number of its payments.
    async fn payments(&self) -> i64 {
        self.figures.payments()
    }

    /// Number of different suppliers in it; payments without a supplier add none.
    async fn suppliers(&self) -> i64 {
        self.figures.suppliers()
    }

    /// Number of different institutions that paid it.
    async fn institutions(&self) -> i64 {
        self.figures.institutions()
    }

    /// The same payments apart by VAT basis: only sums on one basis compare.
    async fn by_vat_basis(&self) -> Vec<BasisSum> {
        self.figures.by_vat_basis()
    }

    /// The same group in the period of `compareWith`; null without one.
    async fn compared(&self) -> Option<SpendCompared> {
        self.figures.compared()
    }

    /// The change from the period of `compareWith`; null without one, and where the difference leaves the range of
    /// 64-bit pence.
    async fn change(&self) -> Option<SpendChange> {
        self.figures.change()
    }

    /// The filter for exactly its payments: pass it on as a variable of the type `PaymentFilter`. It is the filter of the
    /// question, narrowed to this group, without what the question leaves out.
    async fn filter(&self) -> Json {
        self.asked.of_group(&self.keys)
    }
}

/// Everything that an analysis is about, shown or not.
pub(crate) struct SpendTotal {
    pub(super) figures: Figures,
    pub(super) asked: Asked,
}

/// Everything that an analysis is about, shown or not.
#[Object]
impl SpendTotal {
    /// Signed sum of the payments.
    async fn net(&self) -> Money {
        self.figures.net()
    }

    /// Number of payments.
    async fn payments(&self) -> i64 {
        self.figures.payments()
    }

    /// Number of different suppliers; payments without a supplier add none.
    async fn suppliers(&self) -> i64 {
        self.figures.suppliers()
    }

    /// Number of different institutions that paid.
    async fn institutions(&self) -> i64 {
        self.figures.institutions()
    }

    /// The same in the period of `compareWith`; null without one.
    async fn compared(&self) -> Option<SpendCompared> {
        self.figures.compared()
    }

    /// The change from the period of `compareWith`; null without one, and where the difference leaves the range of
    /// 64-bit pence.
    async fn change(&self) -> Option<SpendChange> {
        self.figures.change()
    }

    /// The filter for exactly these payments: pass it on as a variable of the type `PaymentFilter`. It is the filter of
    /// the question, without what the question leaves out.
    async fn filter(&self) -> Json {
        self.asked.of_group(&[])
    }
}
