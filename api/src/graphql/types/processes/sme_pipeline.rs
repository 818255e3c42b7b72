//! The SME pipeline.

use anchorhub_analysis::{self as analysis, PipelineKey as Key};
use async_graphql::SimpleObject;
use chrono::{Datelike, NaiveDate};

use super::group::AnswerShare;
use crate::graphql::{enums::PipelineDimension, filters::OpportunityFilter, types::Money};

/// What is coming that a small or medium enterprise may win: planned procurements, market engagements, open tenders, and
/// contracts that end within the horizon. All from one state of the data.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SmePipeline {
    /// The first groups, those with most opportunities first.
    rows: Vec<SmePipelineRow>,
    /// Number of groups that are not among `rows`.
    rest_groups: i64,
    /// What those groups hold together.
    rest: SmePipelineFigures,
    /// Everything that the filter allows, each opportunity once.
    total: SmePipelineFigures,
    /// Whether groups may hold the same opportunities: they do when grouped by place. Otherwise `rows` and `rest` make up
    /// `total`.
    overlaps: bool,
    /// Version of the data that the answer was read from, as `hub.dataVersion` tells it.
    data_version: i64,
}

/// One group of opportunities.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SmePipelineRow {
    /// What it stands for, one key for each dimension, in the order asked for.
    keys: Vec<PipelineKey>,
    /// Its figures.
    figures: SmePipelineFigures,
    /// The filter with which `opportunities(filter:)` lists exactly these: an `OpportunityFilter`.
    filter: serde_json::Value,
}

/// What a group of opportunities stands for in one dimension.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct PipelineKey {
    /// The dimension.
    dimension: PipelineDimension,
    /// The value: a stage, a quarter such as `2026-Q4`, two digits of the CPV, an ITL 2 code, a band such as `FROM_30K` or `FRAMEWORK`, `YES` or
    /// `NO`; null where it is not known.
    value: Option<String>,
    /// The value for people.
    label: String,
}

/// Figures about opportunities.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SmePipelineFigures {
    /// Number of opportunities.
    opportunities: i64,
    /// Sum of the values in pounds, as stated before the award; of contracts that end, the old contract's. No ceilings.
    value: Money,
    /// Number of opportunities in that sum.
    valued: i64,
    /// Number of opportunities without a stated value.
    without_value: i64,
    /// Number of opportunities with a value in another currency.
    other_currency: i64,
    /// Number of frameworks with a ceiling in pounds. Ceilings are no sums that will be spent and are not added up.
    ceilings: i64,
    /// The largest of these ceilings; null where there is none.
    largest_ceiling: Option<Money>,
    /// Whether they are said to suit small and medium enterprises. Contracts that end say nothing.
    suitable_for_sme: AnswerShare,
    /// Whether they are said to suit voluntary, community and social enterprises.
    suitable_for_vcse: AnswerShare,
}

impl SmePipeline {
    /// The answer to a question over what a filter allows.
    pub(crate) fn new(
        filter: &OpportunityFilter,
        group_by: &[PipelineDimension],
        answer: analysis::Breakdown<Key, analysis::Opportunities>,
    ) -> Self {
        let row = |row: analysis::BreakdownRow<Key, analysis::Opportunities>| SmePipelineRow {
            filter: filter.of_group(&row.keys),
            keys: group_by.iter().zip(row.keys).map(|(by, key)| PipelineKey::new(*by, key)).collect(),
            figures: row.figures.into(),
        };
        Self {
            rows: answer.rows.into_iter().map(row).collect(),
            rest_groups: answer.rest_groups,
            rest: answer.rest.into(),
            total: answer.total.into(),
            overlaps: group_by.contains(&PipelineDimension::Place),
            data_version: answer.data_version,
        }
    }
}

impl PipelineKey {
    fn new(dimension: PipelineDimension, key: Key) -> Self {
        let (value, label) = match key {
            Key::Stage(stage) => (Some(stage), None),
            Key::Quarter(first) => (first.map(quarter), None),
            Key::Division { code, title } => (code, title),
            Key::Place(place) => (place, None),
            Key::Band(band) => {
                (band.map(|band| band.name().to_owned()), band.map(|band| band.label().to_owned()))
            }
            Key::SmeSuitable(answer) => {
                let label = answer.map(|suits| if suits { "Suits SMEs" } else { "Does not suit SMEs" });
                let value = answer.map(|suits| if suits { "YES" } else { "NO" });
                (value.map(str::to_owned), label.map(str::to_owned))
            }
        };
        let label = label.or_else(|| value.clone()).unwrap_or_else(|| "Not known".to_owned());
        Self { dimension, value, label }
    }
}

/// A calendar quarter by its first day: `2026-Q4`.
fn quarter(first: NaiveDate) -> String {
    format!("{}-Q{}", first.year(), first.month0() / 3 + 1)
}

impl From<analysis::Opportunities> for SmePipelineFigures {
    fn from(figures: analysis::Opportunities) -> Self {
        Self {
            opportunities: figures.number,
            value: Money::gbp(figures.value_pence),
            valued: figures.valued,
            without_value: figures.without_value,
            other_currency: figures.other_currency,
            ceilings: figures.ceilings,
            largest_ceiling: figures.largest_ceiling_pence.map(Money::gbp),
            suitable_for_sme: figures.sme.into(),
            suitable_for_vcse: figures.vcse.into(),
        }
    }
}
