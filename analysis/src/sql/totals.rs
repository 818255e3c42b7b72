//! Everything that the filter allows, and what of it may be left out: one pass over the payments.

use anchorhub_entities::payment;
use anchorhub_store::Snapshot;
use sea_orm::{DbErr, FromQueryResult, QueryResult, sea_query::Query};

use super::{
    Question,
    measures::{self, Suppliers},
};
use crate::{AnalysisError, ExclusionReason, ExclusionSum, Measures, Sum};

pub(super) struct Totals {
    pub(super) measures: Measures,
    pub(super) exclusions: Vec<ExclusionSum>,
}

pub(super) async fn read(snapshot: &mut Snapshot, question: &Question<'_>) -> Result<Totals, AnalysisError> {
    let exclude = &question.plan.exclude;
    let left_out = ExclusionReason::warnings(exclude).bits();
    let kept = format!("(payment.flags & {left_out}) = 0");
    let mut select = Query::select();
    measures::select(
        question.engine,
        (left_out != 0).then_some(kept.as_str()),
        Suppliers::Distinct,
        &mut select,
    );
    for reason in ExclusionReason::ALL {
        let marked = format!("(payment.flags & {}) <> 0", ExclusionReason::warnings(&[*reason]).bits());
        measures::select_sum(question.engine, Some(&marked), reason.warning().code(), &mut select);
    }
    select.from(payment::Entity).cond_where(question.condition.clone());
    let rows: Vec<TotalRow> = snapshot.fetch(&select).await?;
    let TotalRow { measures, by_reason } = rows.into_iter().next().unwrap_or_default();
    let exclusions = ExclusionReason::ALL
        .iter()
        .zip(by_reason)
        .map(|(reason, sum)| ExclusionSum { reason: *reason, left_out: exclude.contains(reason), sum })
        .collect();
    Ok(Totals { measures, exclusions })
}

#[derive(Default)]
struct TotalRow {
    measures: Measures,
    by_reason: Vec<Sum>,
}

impl FromQueryResult for TotalRow {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
        let by_reason =
            ExclusionReason::ALL.iter().map(|reason| measures::read_sum(row, reason.warning().code()));
        Ok(Self { measures: measures::read(row)?, by_reason: by_reason.collect::<Result<_, _>>()? })
    }
}
