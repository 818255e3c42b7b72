//! The root of the schema.

mod by_org_id;
mod flags;
pub(super) mod hub;
pub(super) mod linked;
mod processes;
mod procurement;
mod review;
mod search;
mod spend;

use async_graphql::MergedObject;

use self::{
    flags::FlagsQuery, processes::ProcessesQuery, procurement::ProcurementQuery, review::ReviewQuery,
    search::SearchQuery, spend::SpendQuery,
};

/// What can be asked of the hub.
#[derive(Default, MergedObject)]
pub struct Query(SpendQuery, ProcurementQuery, SearchQuery, ReviewQuery, ProcessesQuery, FlagsQuery);
