//! Feeds.

use anchorhub_entities::feed::{Column, Entity, Model};
use async_graphql::{Context, ID, Object};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, sea_query::SelectStatement};

use super::{Document, IngestRun, Institution, Money};
use crate::graphql::{
    connection::{Connection, PageArgs},
    enums::{FeedKind, VatBasis},
    error::ApiError,
    family::{ByKey, Row},
    filters::DocumentFilter,
    lists::{DocumentList, RunList},
    node_id::NodeId,
    scalars::DateTime,
};

/// One stream of documents of one kind from one institution.
pub(crate) struct Feed(pub(crate) Row<Model>);

impl ByKey for Model {
    type Key = i32;

    fn key(&self) -> i32 {
        self.id
    }

    fn select(keys: Vec<i32>) -> SelectStatement {
        Entity::find().filter(Column::Id.is_in(keys)).into_query()
    }
}

/// One stream of documents of one kind from one institution.
#[Object]
impl Feed {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Feed(self.0.id).encode()
    }

    /// Stable code, such as `GB-LAE-WLV.spend`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Title for people.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What its documents hold.
    async fn kind(&self) -> FeedKind {
        self.0.kind.into()
    }

    /// Whose data it carries.
    async fn institution(&self) -> Result<Institution, ApiError> {
        let institution = self.0.one("institution", |feed| Some(feed.institution_id)).await?;
        institution.map(Institution).ok_or_else(|| ApiError::internal("a feed lacks its institution"))
    }

    /// VAT basis of its amounts, where the publisher states it for the whole feed.
    async fn vat_basis(&self) -> Option<VatBasis> {
        self.0.vat_basis.map(VatBasis::from)
    }

    /// Amount from which the publisher publishes payments, where it states one.
    async fn threshold(&self) -> Option<Money> {
        self.0.threshold_pence.map(Money::gbp)
    }

    /// Where the hub fetches documents from; null if they are handed in.
    async fn location(&self) -> Option<&str> {
        self.0.location.as_deref()
    }

    /// When the hub fetches documents, in cron form; null if it does not by itself.
    async fn schedule(&self) -> Option<&str> {
        self.0.schedule.as_deref()
    }

    /// Whether fetching is paused.
    async fn paused(&self) -> bool {
        self.0.paused
    }

    /// When the feed was added to the hub.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// Its documents, the one received last first.
    async fn documents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them.")] filter: Option<DocumentFilter>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Document>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let slice = self.0.children(args, filter.unwrap_or_default(), DocumentList::resolve).await?;
        Ok(Connection::of(slice, Document))
    }

    /// The times its documents were taken in, the latest first.
    async fn runs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<IngestRun>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let slice = self.0.children(args, (), async |_, ()| Ok(RunList::default())).await?;
        Ok(Connection::of(slice, IngestRun))
    }
}
