//! The root of the schema.

pub(super) mod hub;
pub(super) mod linked;
mod procurement;
mod spend;

use async_graphql::MergedObject;

use self::{procurement::ProcurementQuery, spend::SpendQuery};

/// What can be asked of the hub.
#[derive(Default, MergedObject)]
pub struct Query(SpendQuery, ProcurementQuery);
