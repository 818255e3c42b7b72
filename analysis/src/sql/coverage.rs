//! Of how much of the money and of the payments the keys are known.

use sea_orm::{DbErr, FromQueryResult, QueryResult, sea_query::Query};

use super::{Question, layout::Needed, measures, sources::Sources};
use crate::{AnalysisError, Coverage, SpendDimension, Sum};

/// One for each dimension of the plan whose key may not be known; of nothing without a statement.
pub(super) async fn read(
    sources: &mut Sources,
    question: &Question<'_>,
) -> Result<Vec<Coverage>, AnalysisError> {
    let dimensions: Vec<SpendDimension> =
        question.plan.group_by.iter().copied().filter(|one| one.may_be_unknown()).collect();
    if dimensions.is_empty() {
        return Ok(Vec::new());
    }
    let layout = question.layout;
    let mut select = Query::select();
    for position in 0..MOST {
        let known = dimensions
            .get(position)
            .map_or("1 = 0".to_owned(), |one| format!("({}) IS NOT NULL", layout.key_of(*one)));
        measures::select_sum(layout, Some(&known), &name(position), &mut select);
    }
    let needed = Needed {
        condition: &question.condition,
        without: &question.plan.exclude,
        dimensions: &dimensions,
        figures: false,
        reasons: false,
    };
    layout.from(&needed, &mut select);
    let rows: Vec<KnownRow> = sources.facts(&select).await?;
    let known = rows.into_iter().next().unwrap_or_default().0;
    let coverage = |(dimension, known)| Coverage { dimension, known };
    Ok(dimensions.into_iter().zip(known).map(coverage).collect())
}

/// Dimensions that one plan can have.
const MOST: usize = crate::SpendPlan::MAX_DIMENSIONS;

fn name(position: usize) -> String {
    format!("known_{position}")
}

#[derive(Default)]
struct KnownRow(Vec<Sum>);

impl FromQueryResult for KnownRow {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
        (0..MOST).map(|position| measures::read_sum(row, &name(position))).collect::<Result<_, _>>().map(Self)
    }
}
