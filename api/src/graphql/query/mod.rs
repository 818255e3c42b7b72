//! The root of the schema.

mod by_org_id;
mod contracts;
mod flags;
pub(super) mod hub;
pub(super) mod linked;
mod metrics;
mod processes;
mod procurement;
mod review;
mod search;
mod spend;
mod stage_share;

use async_graphql::MergedObject;

use self::{
    contracts::ContractQuery, flags::FlagsQuery, metrics::MetricsQuery, processes::ProcessesQuery,
    procurement::ProcurementQuery, review::ReviewQuery, search::SearchQuery, spend::SpendQuery,
};

/// What can be asked of the hub.
#[derive(Default, MergedObject)]
pub struct Query(
    SpendQuery,
    MetricsQuery,
    ProcurementQuery,
    ContractQuery,
    ProcessesQuery,
    FlagsQuery,
    SearchQuery,
    ReviewQuery,
);
