//! Bids that publishers tell one by one.

use anchorhub_entities::process_bid;
use anchorhub_store::Snapshot;
use sea_orm::{
    FromQueryResult,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use crate::AnalysisError;

/// A bid.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Bid {
    pub(super) process_id: i64,
    status: Option<String>,
    /// Who made it; none where several did, or nobody is named.
    pub(super) tenderer: Option<String>,
    pub(super) tenderer_name: Option<String>,
    pub(super) won: bool,
    /// Whether bids and awards of the process are of one organisation each.
    pub(super) comparable: bool,
}

impl Bid {
    /// Whether it was made: not only invited, not withdrawn.
    pub(super) fn is_submitted(&self) -> bool {
        matches!(self.status.as_deref(), Some("pending" | "valid" | "disqualified"))
    }

    /// Whether it qualified.
    pub(super) fn is_valid(&self) -> bool {
        self.status.as_deref() == Some("valid")
    }

    /// Whether it was disqualified.
    pub(super) fn is_disqualified(&self) -> bool {
        self.status.as_deref() == Some("disqualified")
    }
}

/// The bids of processes.
pub(super) async fn read(
    snapshot: &mut Snapshot,
    scope: &SelectStatement,
) -> Result<Vec<Bid>, AnalysisError> {
    use process_bid::Column;
    let select = Query::select()
        .columns([
            Column::ProcessId,
            Column::Status,
            Column::Tenderer,
            Column::TendererName,
            Column::Won,
            Column::Comparable,
        ])
        .from(process_bid::Entity)
        .and_where(Expr::col(Column::ProcessId).in_subquery(scope.clone()))
        .to_owned();
    Ok(snapshot.fetch(&select).await?)
}
