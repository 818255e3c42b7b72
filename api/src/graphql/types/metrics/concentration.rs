//! Concentration.

use std::sync::Arc;

use anchorhub_analysis as analysis;
use anchorhub_store::Database;
use async_graphql::SimpleObject;

use super::{
    footing::Footing,
    part::{Keys, SpendPart, SpendSum},
    share::spend_keys,
};
use crate::graphql::{
    filters::{Asked, Narrowing},
    types::spend_key::SpendKey,
};

/// How concentrated what is paid is on few suppliers: the Herfindahl-Hirschman index, and the share of the four largest.
/// Suppliers are resolved ones; firms of one group count apart.
#[derive(SimpleObject)]
pub(crate) struct Concentration {
    /// Of everything asked about.
    whole: ConcentrationFigures,
    /// The first groups, those with the largest net first.
    rows: Vec<ConcentrationRow>,
    /// Number of groups that are not among `rows`.
    rest_groups: i64,
    /// What those groups hold.
    rest: SpendSum,
    /// What the figures stand on.
    #[graphql(flatten)]
    footing: Footing,
}

/// Concentration in one group.
#[derive(SimpleObject)]
pub(crate) struct ConcentrationRow {
    /// What it stands for, one key for each dimension, in the order asked for.
    keys: Vec<SpendKey>,
    /// Its figures.
    figures: ConcentrationFigures,
}

/// How concentrated what is paid is. `counted`, `netNegative` and `withoutSupplier` make up the group.
#[derive(SimpleObject)]
pub(crate) struct ConcentrationFigures {
    /// Herfindahl-Hirschman index: 10,000·Σs² over suppliers, where s is a supplier's share of all net above zero. Above 0;
    /// 10,000 is one supplier alone. Null with fewer than five suppliers.
    hhi: Option<f64>,
    /// Share of the four largest suppliers, from 0 to 1: net of `largest` ÷ net of `counted`. Null with fewer than five
    /// suppliers.
    cr4: Option<f64>,
    /// What the four largest suppliers are paid.
    largest: SupplierSum,
    /// What the suppliers with a net above zero are paid: the denominator.
    counted: SupplierSum,
    /// What the suppliers with a net of zero or below are paid. They have no share and are left out.
    net_negative: SupplierSum,
    /// Payments without a supplier, which are left out: payees that are withheld or not published.
    without_supplier: SpendSum,
    /// All payments of the group.
    total: SpendPart,
}

/// What some suppliers are paid.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SupplierSum {
    /// Signed sum and number of the payments.
    sum: SpendSum,
    /// Number of suppliers.
    suppliers: i64,
}

impl From<analysis::Part> for SupplierSum {
    fn from(part: analysis::Part) -> Self {
        Self { sum: part.sum.into(), suppliers: part.suppliers }
    }
}

impl Concentration {
    /// The answer to a question.
    pub(crate) fn new(
        database: &Database,
        group_by: &[analysis::SpendDimension],
        answer: analysis::ConcentrationAnswer,
        asked: &Asked,
    ) -> Self {
        let figures = |figures: analysis::Concentration, keys: &Keys| ConcentrationFigures {
            hhi: figures.hhi,
            cr4: figures.cr4,
            largest: figures.largest.into(),
            counted: figures.counted.into(),
            net_negative: figures.net_negative.into(),
            without_supplier: figures.without_supplier.into(),
            total: SpendPart::of_group(figures.total, asked, keys, Narrowing::All),
        };
        let row = |row: analysis::ConcentrationRow| {
            let keys: Keys = Arc::new(group_by.iter().copied().zip(row.keys).collect());
            ConcentrationRow { keys: spend_keys(&keys), figures: figures(row.figures, &keys) }
        };
        Self {
            whole: figures(answer.whole, &Keys::default()),
            rows: answer.rows.into_iter().map(row).collect(),
            rest_groups: answer.rest.groups,
            rest: answer.rest.sum.into(),
            footing: Footing::new(
                database,
                answer.excluded,
                &answer.exclusions,
                answer.completeness,
                answer.data_version,
            ),
        }
    }
}
