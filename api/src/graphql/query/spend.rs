//! Institutions, payments and where they come from.

use anchorhub_analysis as analysis;
use anchorhub_entities::{document, institution, supplier};
use async_graphql::{Context, ID, Object};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::by_org_id;
use crate::graphql::{
    ApiContext, canonical,
    connection::{Connection, PageArgs, page_size},
    enums::{ExclusionReason, SpendDimension, SpendOrder},
    error::ApiError,
    family::{Family, by_keys},
    filters::{
        Asked, FeedFilter, InstitutionFilter, PaymentFilter, PeriodInput, RunFilter, SupplierFilter, clean,
    },
    lists::{InstitutionList, PaymentList, PaymentOrder, SupplierOrder, page},
    node::{self, Node},
    node_id,
    types::{Document, Feed, Hub, IngestRun, Institution, Payment, SpendAnalysis, Supplier},
};

/// What can be asked about institutions, payments and where they come from.
#[derive(Default)]
pub(super) struct SpendQuery;

/// What can be asked about institutions, payments and where they come from.
#[Object]
impl SpendQuery {
    /// Anything with a global id; null if there is no such thing.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The value of an `id` field.")] id: ID,
    ) -> Result<Option<Node>, ApiError> {
        let mut found = node::find(&ApiContext::of(ctx)?.database, &[id]).await?;
        Ok(found.pop().flatten())
    }

    /// Several things by their global ids, in the same order; null where there is no such thing.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Values of `id` fields, at most 500.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>, ApiError> {
        node::find(&ApiContext::of(ctx)?.database, &ids).await
    }

    /// This hub: what it is, what it holds, how fresh that is.
    async fn hub(&self) -> Hub {
        Hub
    }

    /// An institution; null if the hub does not know it.
    async fn institution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Organisation identifier, such as `GB-LAE-WLV`.")] org_id: String,
    ) -> Result<Option<Institution>, ApiError> {
        let database = &ApiContext::of(ctx)?.database;
        let org_id = clean(org_id.trim()).to_ascii_uppercase();
        let select = institution::Entity::find().filter(institution::Column::OrgId.eq(org_id));
        let found = database.fetch(&select.into_query()).await?;
        Ok(Family::rows(database, found).pop().map(Institution))
    }

    /// The institutions that the hub knows, by name.
    async fn institutions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them.")] filter: Option<InstitutionFilter>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Institution>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let list = InstitutionList { filter: filter.unwrap_or_default().check()? };
        let slice = page(&ApiContext::of(ctx)?.database, &list, &args).await?;
        Ok(Connection::of(slice, Institution))
    }

    /// A supplier, by either argument; null if there is no such supplier.
    async fn supplier(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Organisation identifier, such as `GB-COH-01234567`: any that is believed to be the supplier's."
        )]
        org_id: Option<String>,
        #[graphql(
            desc = "The value of an `id` field; also of a supplier that is merged into another: gives that."
        )]
        id: Option<ID>,
    ) -> Result<Option<Supplier>, ApiError> {
        match (org_id, id) {
            (Some(org_id), None) => {
                let database = &ApiContext::of(ctx)?.database;
                let Some(key) = by_org_id::supplier_key(database, &org_id).await? else { return Ok(None) };
                let found = by_keys::<supplier::Model>(database, vec![key]).await?;
                Ok(found.into_values().next().map(Supplier))
            }
            (None, Some(id)) => {
                let keys = node_id::supplier_keys(&[id])?;
                let found = canonical::suppliers(&ApiContext::of(ctx)?.database, keys).await?;
                Ok(found.into_values().next().map(Supplier))
            }
            _ => Err(ApiError::EitherOr("orgId", "id")),
        }
    }

    /// Suppliers that were paid at least once or hold a contract, by name.
    async fn suppliers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them.")] filter: Option<SupplierFilter>,
        #[graphql(desc = "In which order.", default_with = "Some(SupplierOrder::default())")]
        order_by: Option<SupplierOrder>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Supplier>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let database = &ApiContext::of(ctx)?.database;
        let list = filter.unwrap_or_default().list(database, order_by.unwrap_or_default()).await?;
        let slice = page(database, &list, &args).await?;
        Ok(Connection::of(slice, Supplier))
    }

    /// Payments that count, as published.
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
        let database = &ApiContext::of(ctx)?.database;
        let list = PaymentList::resolve(database, (filter.unwrap_or_default(), order_by.unwrap_or_default()))
            .await?;
        let slice = page(database, &list, &args).await?;
        Ok(Connection::of(slice, Payment))
    }

    /// Streams of documents that the hub takes in, by code.
    async fn feeds(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them.")] filter: Option<FeedFilter>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Feed>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let database = &ApiContext::of(ctx)?.database;
        let list = filter.unwrap_or_default().list(database).await?;
        let slice = page(database, &list, &args).await?;
        Ok(Connection::of(slice, Feed))
    }

    /// The document with these bytes; null if the hub never received them. Bytes that came more than once have
    /// several documents: the one that counts, else the one received last.
    async fn document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "SHA-256 of the bytes, 64 hexadecimal digits.")] sha256: String,
    ) -> Result<Option<Document>, ApiError> {
        let database = &ApiContext::of(ctx)?.database;
        let select = document::Entity::find()
            .filter(document::Column::Sha256.eq(clean(sha256.trim()).to_ascii_lowercase()))
            .order_by_desc(document::Column::Status.eq(document::DocumentStatus::Loaded))
            .order_by_desc(document::Column::Id)
            .limit(1);
        let found = database.fetch(&select.into_query()).await?;
        Ok(Family::rows(database, found).pop().map(Document))
    }

    /// The times documents were taken in, the latest first.
    async fn runs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them.")] filter: Option<RunFilter>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<IngestRun>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let database = &ApiContext::of(ctx)?.database;
        let list = filter.unwrap_or_default().list(database).await?;
        let slice = page(database, &list, &args).await?;
        Ok(Connection::of(slice, IngestRun))
    }

    /// Spend broken down by up to four dimensions: net, payments, suppliers and institutions of each group, with what is
    /// left out, on which VAT basis the amounts are, and how complete the data behind it is.
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn spend_analysis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which payments.")] filter: Option<PaymentFilter>,
        #[graphql(desc = "Up to four different dimensions; an empty list asks for the total alone.")]
        group_by: Vec<SpendDimension>,
        #[graphql(desc = "In which order.", default_with = "Some(SpendOrder::default())")] order_by: Option<
            SpendOrder,
        >,
        #[graphql(
            desc = "Number of groups to show, 0 to 500; the others are added up under `rest`.",
            default_with = "Some(50)"
        )]
        first: Option<i32>,
        #[graphql(
            desc = "Payments to leave out of the figures. They are reported under `exclusions` in any \
                          case; nothing is left out unless asked for."
        )]
        exclude: Option<Vec<ExclusionReason>>,
        #[graphql(
            desc = "Show only groups that are paid by at least so many different institutions; the others are added \
                    up under `rest`. A group within one institution has one."
        )]
        min_institutions: Option<i32>,
        #[graphql(
            desc = "Another period: each row and the total also tell the same figures in it. The groups shown are \
                    those of the period asked for. Not together with `MONTH`, `QUARTER` or `FINANCIAL_YEAR`."
        )]
        compare_with: Option<PeriodInput>,
    ) -> Result<SpendAnalysis, ApiError> {
        let context = ApiContext::of(ctx)?;
        let filter = filter.unwrap_or_default();
        let exclude = exclude.unwrap_or_default();
        let asked = Asked::new(filter.clone(), &exclude);
        let compare = compare_with.map(PeriodInput::check).transpose()?;
        let plan = analysis::SpendPlan {
            filter: filter.resolve(&context.database).await?,
            exclude: exclude.into_iter().map(Into::into).collect(),
            group_by: group_by.into_iter().map(Into::into).collect(),
            order: order_by.unwrap_or_default().into(),
            first: page_size(first)?,
            min_institutions: min_institutions
                .map(|least| u32::try_from(least).map_err(|_| ApiError::NegativeMinimum(least)))
                .transpose()?,
            compare: compare.map(|(from, to)| analysis::Between { from, to }),
        };
        let answer = context.spend.spend(&plan).await?;
        Ok(SpendAnalysis::new(&context.database, &plan, answer, &asked))
    }
}
