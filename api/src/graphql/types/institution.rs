//! Anchor institutions.

use anchorhub_entities::institution::{Column, Entity, Model};
use async_graphql::{Context, ID, Object};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, sea_query::SelectStatement};

use super::{Area, Contract, Feed, LinkedShare, Payment, contract_reference::contracts};
use crate::graphql::{
    connection::{Connection, PageArgs},
    enums::InstitutionKind,
    error::ApiError,
    family::{ByKey, Row},
    filters::PaymentFilter,
    lists::{FeedList, InstitutionContractList, PaymentList, PaymentOrder},
    node_id::NodeId,
    query::linked,
};

/// An anchor institution: a public body whose buying the hub follows.
pub(crate) struct Institution(pub(crate) Row<Model>);

impl ByKey for Model {
    type Key = i32;

    fn key(&self) -> i32 {
        self.id
    }

    fn select(keys: Vec<i32>) -> SelectStatement {
        Entity::find().filter(Column::Id.is_in(keys)).into_query()
    }
}

/// An anchor institution: a public body whose buying the hub follows.
#[Object]
impl Institution {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Institution(self.0.id).encode()
    }

    /// Organisation identifier in the form of org-id.guide, such as `GB-LAE-WLV`.
    async fn org_id(&self) -> &str {
        &self.0.org_id
    }

    /// Name as the institution uses it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What kind of body.
    async fn kind(&self) -> InstitutionKind {
        self.0.kind.into()
    }

    /// The area in which it is at home, where known.
    async fn home_area(&self) -> Result<Option<Area>, ApiError> {
        let area = self.0.one("homeArea", |institution| institution.home_area.clone()).await?;
        Ok(area.map(Area))
    }

    /// The streams of documents that the hub takes in from it, by code.
    async fn feeds(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Feed>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let slice = self.0.children(args, (), async |_, ()| Ok(FeedList::default())).await?;
        Ok(Connection::of(slice, Feed))
    }

    /// Payments that it published and that count, as published.
    async fn payments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them.")] filter: Option<PaymentFilter>,
        #[graphql(desc = "In which order.", default_with = "Some(PaymentOrder::default())")] order_by: Option<
            PaymentOrder,
        >,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Payment>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let request = (filter.unwrap_or_default(), order_by.unwrap_or_default());
        let slice = self.0.children(args, request, PaymentList::resolve).await?;
        Ok(Connection::of(slice, Payment))
    }

    /// Contracts that it buys under, by effective end; each counted once however many sources state it.
    async fn contracts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Contract>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let slice = self.0.children(args, (), async |_, ()| Ok(InstitutionContractList)).await?;
        Ok(Connection::of(contracts(slice).await?, |contract| contract))
    }

    /// How much of what it pays is taken to be paid under a contract that the hub holds.
    async fn under_contract(&self) -> Result<LinkedShare, ApiError> {
        let shares = self
            .0
            .once("underContract".to_owned(), async |database, members| {
                let ids: Vec<i32> = members.iter().map(|institution| institution.id).collect();
                linked::of_institutions(database, &ids).await
            })
            .await?;
        let share = shares.get(&self.0.id).cloned();
        share.ok_or_else(|| ApiError::internal("an institution has no share"))
    }
}
