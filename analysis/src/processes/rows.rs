//! Processes, their lots and their numbers of bids, as the database holds them.

use std::collections::HashMap;

use anchorhub_entities::{bid_statistic, contracting_process, lot, process_buyer};
use anchorhub_store::Snapshot;
use chrono::{DateTime, Utc};
use sea_orm::{
    FromQueryResult, IntoSimpleExpr,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use crate::AnalysisError;

/// A process.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Process {
    pub(crate) id: i64,
    pub(crate) ocid: String,
    pub(crate) source: String,
    pub(crate) stage: String,
    pub(crate) category: Option<String>,
    pub(crate) cpv: Option<String>,
    pub(crate) value_pence: Option<i64>,
    pub(crate) value_currency: Option<String>,
    pub(crate) value_basis: Option<String>,
    pub(crate) sme_suitable: Option<bool>,
    pub(crate) vcse_suitable: Option<bool>,
    pub(crate) suitability_basis: Option<String>,
    pub(crate) max_lots_awarded: Option<i32>,
    pub(crate) max_lots_bid: Option<i32>,
    pub(crate) first_published: Option<DateTime<Utc>>,
    /// The lead buyer, by its key.
    #[sea_orm(skip)]
    pub(crate) institution: Option<i32>,
}

impl Process {
    /// Whether it has come to an award.
    pub(crate) fn is_decided(&self) -> bool {
        matches!(self.stage.as_str(), "AWARD" | "CONTRACT" | "ENDED")
    }

    /// Whether tenders were asked for, or it went on without.
    pub(crate) fn is_tendered(&self) -> bool {
        !matches!(self.stage.as_str(), "PLANNED" | "ENGAGEMENT")
    }
}

/// A lot.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Lot {
    pub(crate) process_id: i64,
    pub(crate) lot_key: String,
    pub(crate) value_pence: Option<i64>,
    pub(crate) value_currency: Option<String>,
    pub(crate) value_basis: Option<String>,
    pub(crate) sme_suitable: Option<bool>,
    pub(crate) vcse_suitable: Option<bool>,
    pub(crate) suitability_basis: Option<String>,
}

/// A number of bids; none where the source contradicts itself.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Statistic {
    pub(crate) process_id: i64,
    pub(crate) lot_key: Option<String>,
    pub(crate) measure: String,
    pub(crate) value: Option<i64>,
}

#[derive(FromQueryResult)]
struct Buyer {
    process_id: i64,
    seq: i32,
    institution_id: i32,
}

/// The processes that a statement gives, but for tests.
pub(crate) async fn processes(
    snapshot: &mut Snapshot,
    scope: &SelectStatement,
) -> Result<Vec<Process>, AnalysisError> {
    use contracting_process::Column;
    let select = Query::select()
        .columns([
            Column::Id,
            Column::Ocid,
            Column::Source,
            Column::Stage,
            Column::Category,
            Column::Cpv,
            Column::ValuePence,
            Column::ValueCurrency,
            Column::ValueBasis,
            Column::SmeSuitable,
            Column::VcseSuitable,
            Column::SuitabilityBasis,
            Column::MaxLotsAwarded,
            Column::MaxLotsBid,
            Column::FirstPublished,
        ])
        .from(contracting_process::Entity)
        .and_where(Expr::col(Column::Id).in_subquery(scope.clone()))
        .and_where(Expr::col(Column::IsTest).eq(false))
        .order_by(Column::Id, sea_orm::Order::Asc)
        .to_owned();
    let mut found: Vec<Process> = snapshot.fetch(&select).await?;
    let leads = leads(snapshot, scope).await?;
    for process in &mut found {
        process.institution = leads.get(&process.id).copied();
    }
    Ok(found)
}

/// The lead buyers of processes.
async fn leads(snapshot: &mut Snapshot, scope: &SelectStatement) -> Result<HashMap<i64, i32>, AnalysisError> {
    use process_buyer::Column;
    let select = Query::select()
        .columns([Column::ProcessId, Column::Seq, Column::InstitutionId])
        .from(process_buyer::Entity)
        .and_where(Expr::col(Column::ProcessId).in_subquery(scope.clone()))
        .and_where(Expr::col(Column::InstitutionId).is_not_null())
        .to_owned();
    let mut buyers: Vec<Buyer> = snapshot.fetch(&select).await?;
    buyers.sort_by_key(|buyer| (buyer.process_id, std::cmp::Reverse(buyer.seq)));
    // The last of each process is kept: the one that is named first.
    Ok(buyers.into_iter().map(|buyer| (buyer.process_id, buyer.institution_id)).collect())
}

/// The lots of processes, by process, in the order of the source.
pub(crate) async fn lots(
    snapshot: &mut Snapshot,
    scope: &SelectStatement,
) -> Result<HashMap<i64, Vec<Lot>>, AnalysisError> {
    use lot::Column;
    let select = Query::select()
        .columns([
            Column::ProcessId,
            Column::LotKey,
            Column::ValuePence,
            Column::ValueCurrency,
            Column::ValueBasis,
            Column::SmeSuitable,
            Column::VcseSuitable,
            Column::SuitabilityBasis,
        ])
        .from(lot::Entity)
        .and_where(Expr::col(Column::ProcessId).in_subquery(scope.clone()))
        .order_by_expr(Column::ProcessId.into_simple_expr(), sea_orm::Order::Asc)
        .order_by_expr(Column::Seq.into_simple_expr(), sea_orm::Order::Asc)
        .to_owned();
    let found: Vec<Lot> = snapshot.fetch(&select).await?;
    Ok(by_process(found, |lot| lot.process_id))
}

/// Measures of bids that funnels are made from, by their OCDS names.
pub(crate) const MEASURES: [&str; 3] = ["bids", "smeBids", "vcseBids"];

/// The numbers of bids of processes, by process.
pub(crate) async fn statistics(
    snapshot: &mut Snapshot,
    scope: &SelectStatement,
) -> Result<HashMap<i64, Vec<Statistic>>, AnalysisError> {
    use bid_statistic::Column;
    let select = Query::select()
        .columns([Column::ProcessId, Column::LotKey, Column::Measure, Column::Value])
        .from(bid_statistic::Entity)
        .and_where(Expr::col(Column::ProcessId).in_subquery(scope.clone()))
        .and_where(Expr::col(Column::Measure).is_in(MEASURES))
        .order_by_expr(Column::ProcessId.into_simple_expr(), sea_orm::Order::Asc)
        .order_by_expr(Column::Seq.into_simple_expr(), sea_orm::Order::Asc)
        .to_owned();
    let found: Vec<Statistic> = snapshot.fetch(&select).await?;
    Ok(by_process(found, |statistic| statistic.process_id))
}

/// Rows by the process that they belong to.
pub(crate) fn by_process<R>(rows: Vec<R>, process: impl Fn(&R) -> i64) -> HashMap<i64, Vec<R>> {
    let mut groups: HashMap<i64, Vec<R>> = HashMap::new();
    for row in rows {
        groups.entry(process(&row)).or_default().push(row);
    }
    groups
}
