//! Criteria by which tenders are judged, as the database holds them.

use std::collections::HashMap;

use anchorhub_entities::award_criterion::{Column, Entity};
use anchorhub_store::Snapshot;
use sea_orm::{
    FromQueryResult, IntoSimpleExpr, Order,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use super::rows::by_process;
use crate::AnalysisError;

/// A criterion of a lot, or of the whole tender.
#[derive(Clone, Debug, Default, FromQueryResult)]
pub(crate) struct Criterion {
    pub(crate) process_id: i64,
    pub(crate) lot_key: Option<String>,
    /// `price`, `cost`, `quality`, or as published.
    pub(crate) kind: Option<String>,
    pub(crate) name: Option<String>,
    /// In hundredths of `weight_basis`.
    pub(crate) weight_hundredths: Option<i64>,
    /// `PERCENT`, `POINTS`, `ORDER`, or as published.
    pub(crate) weight_basis: Option<String>,
}

/// The criteria of processes, by process, in the order of the source.
pub(crate) async fn criteria(
    snapshot: &mut Snapshot,
    scope: &SelectStatement,
) -> Result<HashMap<i64, Vec<Criterion>>, AnalysisError> {
    let select = Query::select()
        .columns([
            Column::ProcessId,
            Column::LotKey,
            Column::Kind,
            Column::Name,
            Column::WeightHundredths,
            Column::WeightBasis,
        ])
        .from(Entity)
        .and_where(Expr::col(Column::ProcessId).in_subquery(scope.clone()))
        .order_by_expr(Column::ProcessId.into_simple_expr(), Order::Asc)
        .order_by_expr(Column::Seq.into_simple_expr(), Order::Asc)
        .to_owned();
    let found: Vec<Criterion> = snapshot.fetch(&select).await?;
    Ok(by_process(found, |criterion| criterion.process_id))
}
