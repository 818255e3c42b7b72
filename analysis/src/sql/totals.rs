//! Everything that the filter allows, and what of it may be left out: one pass over the payments.

use sea_orm::{DbErr, FromQueryResult, QueryResult, sea_query::Query};

use super::{
    Question,
    layout::Needed,
    measures::{self, InKeys},
    sources::Sources,
};
use crate::{AnalysisError, ExclusionReason, ExclusionSum, Measures, Sum};

pub(super) struct Totals {
    pub(super) measures: Measures,
    pub(super) exclusions: Vec<ExclusionSum>,
    pub(super) excluded: Sum,
}

/// What is left out altogether.
const EXCLUDED: &str = "excluded";

pub(super) async fn read(sources: &mut Sources, question: &Question<'_>) -> Result<Totals, AnalysisError> {
    let (layout, exclude) = (question.layout, &question.plan.exclude);
    let kept = layout.none(exclude);
    let left_out = layout.any(exclude).unwrap_or_else(|| "1 = 0".to_owned());
    let mut select = Query::select();
    measures::select(layout, kept.as_deref(), InKeys::default(), &mut select);
    for reason in ExclusionReason::ALL {
        let marked = layout.any(&[*reason]);
        measures::select_sum(layout, marked.as_deref(), reason.name(), &mut select);
    }
    measures::select_sum(layout, Some(&left_out), EXCLUDED, &mut select);
    let needed = Needed {
        condition: &question.condition,
        without: &[],
        dimensions: &[],
        figures: true,
        reasons: true,
    };
    layout.from(&needed, &mut select);
    let rows: Vec<TotalRow> = sources.facts(&select).await?;
    let TotalRow { measures, by_reason, excluded } = rows.into_iter().next().unwrap_or_default();
    let exclusions = ExclusionReason::ALL
        .iter()
        .zip(by_reason)
        .map(|(reason, sum)| ExclusionSum { reason: *reason, left_out: exclude.contains(reason), sum })
        .collect();
    Ok(Totals { measures, exclusions, excluded })
}

#[derive(Default)]
struct TotalRow {
    measures: Measures,
    by_reason: Vec<Sum>,
    excluded: Sum,
}

impl FromQueryResult for TotalRow {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
        let by_reason = ExclusionReason::ALL.iter().map(|reason| measures::read_sum(row, reason.name()));
        Ok(Self {
            measures: measures::read(row)?,
            by_reason: by_reason.collect::<Result<_, _>>()?,
            excluded: measures::read_sum(row, EXCLUDED)?,
        })
    }
}
