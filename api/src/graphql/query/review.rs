//! What people are asked to decide about suppliers, and what they decided.

use async_graphql::{Context, Object};

use crate::graphql::{
    ApiContext,
    connection::{Connection, PageArgs},
    error::ApiError,
    filters::{SupplierCandidateFilter, SupplierDecisionFilter},
    lists::page,
    types::{SupplierCandidate, SupplierDecision},
};

/// What can be asked about the review of suppliers.
#[derive(Default)]
pub(super) struct ReviewQuery;

/// What can be asked about the review of suppliers.
#[Object]
impl ReviewQuery {
    /// Suppliers that may be one with others, or with entries of registers, for people to decide; the most alike
    /// first.
    async fn supplier_candidates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them.")] filter: Option<SupplierCandidateFilter>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<SupplierCandidate>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let database = &ApiContext::of(ctx)?.database;
        let list = filter.unwrap_or_default().list(database).await?;
        let slice = page(database, &list, &args).await?;
        Ok(Connection::of(slice, SupplierCandidate))
    }

    /// What people decided about suppliers, the latest first. Nothing is ever changed or deleted here.
    async fn supplier_decisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them.")] filter: Option<SupplierDecisionFilter>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<SupplierDecision>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let database = &ApiContext::of(ctx)?.database;
        let list = filter.unwrap_or_default().list(database).await?;
        let slice = page(database, &list, &args).await?;
        Ok(Connection::of(slice, SupplierDecision))
    }
}
