//! Of how much of the money and of the payments the keys are known.

use anchorhub_entities::payment;
use anchorhub_store::Snapshot;
use sea_orm::{
    DbErr, FromQueryResult, QueryResult,
    sea_query::{Expr, Query},
};

use super::{Question, dimension, measures};
use crate::{AnalysisError, Coverage, ExclusionReason, SpendDimension, Sum};

/// One for each dimension of the plan whose key may not be known; of nothing without a statement.
pub(super) async fn read(
    snapshot: &mut Snapshot,
    question: &Question<'_>,
) -> Result<Vec<Coverage>, AnalysisError> {
    let dimensions: Vec<SpendDimension> =
        question.plan.group_by.iter().copied().filter(|one| one.may_be_unknown()).collect();
    if dimensions.is_empty() {
        return Ok(Vec::new());
    }
    let mut select = Query::select();
    for position in 0..MOST {
        let known = dimensions.get(position).map_or("1 = 0".to_owned(), |one| {
            format!("({}) IS NOT NULL", dimension::key_of(*one, question.engine))
        });
        measures::select_sum(question.engine, Some(&known), &name(position), &mut select);
    }
    select.from(payment::Entity).cond_where(question.condition.clone());
    dimension::join(&dimensions, question.engine, &mut select);
    if let Some(kept) = ExclusionReason::none(&question.plan.exclude, question.engine) {
        select.and_where(Expr::cust(kept));
    }
    let rows: Vec<KnownRow> = snapshot.fetch(&select).await?;
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
