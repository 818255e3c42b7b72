//! By what tenders are judged.

use anchorhub_analysis as analysis;
use async_graphql::SimpleObject;

use super::group::ProcessKey;
use crate::graphql::{enums::ProcessDimension, query::hub::share};

/// How much social value, and price, count when tenders are judged, where weights are published. All from one state of the
/// data; `rows` and `rest` make up `total`.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct CriteriaWeights {
    /// The first groups, those with most lots first.
    rows: Vec<CriteriaWeightsRow>,
    /// Number of groups that are not among `rows`.
    rest_groups: i64,
    /// What those groups hold together.
    rest: CriteriaWeightsFigures,
    /// Everything that the filter allows.
    total: CriteriaWeightsFigures,
    /// Version of the data that the answer was read from, as `hub.dataVersion` tells it.
    data_version: i64,
}

/// One group of lots.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct CriteriaWeightsRow {
    /// What it stands for, one key for each dimension, in the order asked for.
    keys: Vec<ProcessKey>,
    /// Its figures.
    figures: CriteriaWeightsFigures,
}

/// Figures about the criteria of lots. It is what buyers ask for: not what was promised, and not what was delivered.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct CriteriaWeightsFigures {
    /// Number of lots of what was tendered; a tender without lots is one.
    lots: i64,
    /// Number of these of which any criterion is published (OCDS `awardCriteria`). A lot without its own has those of the
    /// tender.
    with_criteria: i64,
    /// Number of lots whose weights can be used: all per cent that come to a hundred, or all points.
    weighted: i64,
    /// `weighted` ÷ `lots`, from 0 to 1; null without lots. It is low: look at it first.
    coverage: Option<f64>,
    /// Number of lots with weights that do not make up a whole, or are of several kinds, or an order of importance.
    not_whole: i64,
    /// Number of `weighted` with a criterion about social value, told by its name.
    with_social_value: i64,
    /// Average weight of social value over `weighted`, from 0 to 1, each lot alike; null without any.
    social_value_weight: Option<f64>,
    /// Average weight of price and cost over `weighted`, from 0 to 1; null without any.
    price_weight: Option<f64>,
    /// Number of lots with a criterion about social value whose weights cannot be used.
    social_value_unweighted: i64,
}

impl CriteriaWeights {
    /// The answer to a question.
    pub(crate) fn new(
        group_by: &[ProcessDimension],
        answer: analysis::Breakdown<analysis::ProcessKey, analysis::CriteriaWeights>,
    ) -> Self {
        let row = |row: analysis::BreakdownRow<_, analysis::CriteriaWeights>| CriteriaWeightsRow {
            keys: ProcessKey::all(group_by, row.keys),
            figures: row.figures.into(),
        };
        Self {
            rows: answer.rows.into_iter().map(row).collect(),
            rest_groups: answer.rest_groups,
            rest: answer.rest.into(),
            total: answer.total.into(),
            data_version: answer.data_version,
        }
    }
}

impl From<analysis::CriteriaWeights> for CriteriaWeightsFigures {
    fn from(figures: analysis::CriteriaWeights) -> Self {
        let average = |millionths: i64| share(millionths, figures.weighted).map(|sum| sum / 1_000_000.0);
        Self {
            lots: figures.lots,
            with_criteria: figures.with_criteria,
            weighted: figures.weighted,
            coverage: share(figures.weighted, figures.lots),
            not_whole: figures.not_whole,
            with_social_value: figures.with_social_value,
            social_value_weight: average(figures.social_value_millionths),
            price_weight: average(figures.price_millionths),
            social_value_unweighted: figures.social_value_unweighted,
        }
    }
}
