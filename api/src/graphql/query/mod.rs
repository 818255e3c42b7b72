//! The root of the schema.

mod by_org_id;
mod contracts;
pub(super) mod hub;
pub(super) mod linked;
mod metrics;
mod procurement;
mod review;
mod search;
mod spend;

use async_graphql::MergedObject;

use self::{
    contracts::ContractQuery, metrics::MetricsQuery, procurement::ProcurementQuery, review::ReviewQuery,
    search::SearchQuery, spend::SpendQuery,
};

/// What can be asked of the hub.
#[derive(Default, MergedObject)]
pub struct Query(SpendQuery, MetricsQuery, ProcurementQuery, ContractQuery, SearchQuery, ReviewQuery);
