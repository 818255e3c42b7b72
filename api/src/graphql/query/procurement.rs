//! Notices, opportunities, contracts, and the sequence of changes.

use anchorhub_analysis::Days;
use anchorhub_entities::{change, contracting_process, hub_state};
use async_graphql::{Context, Object};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::graphql::{
    ApiContext, as_of,
    connection::{Connection, PageArgs, page_size},
    enums::{ChangeKind, named},
    error::ApiError,
    family::Family,
    filters::{ContractFilter, NoticeFilter, OpportunityFilter, ahead, clean, months_ahead},
    lists::{
        ContractList, ContractOrder, NoticeList, NoticeOrder, OpportunityList, OpportunityOrder,
        contract_page, page,
    },
    node_id::NodeId,
    scalars::{DateTime, Long},
    types::{Change, ChangePage, Contract, ContractingProcess, Notice, Opportunity},
};

/// The key of a change as clients know it.
fn shown(kind: ChangeKind, key: String) -> String {
    match (kind, key.parse()) {
        (ChangeKind::Supplier, Ok(supplier)) => NodeId::Supplier(supplier).encode().to_string(),
        _ => key,
    }
}

/// What can be asked about notices, opportunities and contracts.
#[derive(Default)]
pub(super) struct ProcurementQuery;

/// What can be asked about notices, opportunities and contracts.
#[Object]
impl ProcurementQuery {
    /// A contracting process, compiled from its releases by the rules of OCDS 1.1; null if the hub has no
    /// release of it.
    async fn contracting_process(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Open Contracting ID.")] ocid: String,
        #[graphql(
            desc = "Compiled from the releases published at this instant or before; null when there were none \
                    yet. Releases without a date count as published from the start."
        )]
        as_of: Option<DateTime>,
    ) -> Result<Option<ContractingProcess>, ApiError> {
        let database = &ApiContext::of(ctx)?.database;
        let select = contracting_process::Entity::find()
            .filter(contracting_process::Column::Ocid.eq(clean(ocid.trim())));
        let found: Vec<contracting_process::Model> = database.fetch(&select.into_query()).await?;
        let Some(row) = Family::rows(database, found).pop() else { return Ok(None) };
        match as_of {
            None => ContractingProcess::current(row).map(Some),
            Some(instant) => {
                let facts = as_of::facts(&ApiContext::of(ctx)?.releases, &row.ocid, instant.0).await?;
                Ok(facts.map(|facts| ContractingProcess::as_of(row, facts)))
            }
        }
    }

    /// Published notices.
    async fn notices(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them.")] filter: Option<NoticeFilter>,
        #[graphql(desc = "In which order.", default_with = "Some(NoticeOrder::default())")] order_by: Option<
            NoticeOrder,
        >,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Notice>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let database = &ApiContext::of(ctx)?.database;
        let list =
            NoticeList::resolve(database, filter.unwrap_or_default(), order_by.unwrap_or_default()).await?;
        Ok(Connection::of(page(database, &list, &args).await?, Notice))
    }

    /// What suppliers may yet win: planned procurements, market engagement, open tenders, and contracts that
    /// end within the horizon and will likely be let anew. Nothing that is over.
    async fn opportunities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them.")] filter: Option<OpportunityFilter>,
        #[graphql(desc = "In which order.", default_with = "Some(OpportunityOrder::default())")]
        order_by: Option<OpportunityOrder>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Opportunity>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let database = &ApiContext::of(ctx)?.database;
        let list =
            OpportunityList::resolve(database, filter.unwrap_or_default(), order_by.unwrap_or_default())
                .await?;
        Ok(Connection::of(page(database, &list, &args).await?, Opportunity))
    }

    /// Contracts, each counted once however many sources state it.
    async fn contracts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them.")] filter: Option<ContractFilter>,
        #[graphql(desc = "In which order.", default_with = "Some(ContractOrder::default())")]
        order_by: Option<ContractOrder>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Contract>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let context = ApiContext::of(ctx)?;
        let (filter, order) = (filter.unwrap_or_default(), order_by.unwrap_or_default());
        let list = ContractList::resolve(&context.database, filter, order).await?;
        Ok(Connection::of(contract_page(context, &list, &args).await?, Contract))
    }

    /// Contracts whose effective end lies between today (UTC) and so many months later, the next first.
    /// Frameworks are left out unless the filter says `frameworks: true`.
    async fn expiring_contracts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Months ahead, 1 to 240.")] within_months: i32,
        #[graphql(desc = "Which of them; its `ends` has no effect.")] filter: Option<ContractFilter>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Contract>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let context = ApiContext::of(ctx)?;
        let (today, horizon) = ahead(months_ahead(within_months)?);
        let days = Days::between(today, horizon);
        let filter = filter.unwrap_or_default();
        let list = ContractList::expiring(&context.database, filter, within_months, days).await?;
        Ok(Connection::of(contract_page(context, &list, &args).await?, Contract))
    }

    /// What changed since a position in the sequence of changes, in the order of commits and without gaps: a
    /// client that asks on and on with `since: next` misses nothing and sees nothing twice.
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Position after which to begin; 0 for the beginning.")] since: Long,
        #[graphql(desc = "Number of changes, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
    ) -> Result<ChangePage, ApiError> {
        let database = &ApiContext::of(ctx)?.database;
        let first = page_size(first)?;
        let mut snapshot = database.snapshot().await?;
        let select = change::Entity::find()
            .filter(change::Column::Seq.gt(since.0))
            .order_by_asc(change::Column::Seq)
            .limit(u64::try_from(first).unwrap_or(0));
        let rows: Vec<change::Model> = snapshot.fetch(&select.into_query()).await?;
        let latest = hub_state::Entity::find().filter(hub_state::Column::Key.eq("change_seq"));
        let latest: Vec<hub_state::Model> = snapshot.fetch(&latest.into_query()).await?;
        snapshot.finish().await?;
        let next = rows.last().map_or(since.0, |row| row.seq);
        let changes = rows
            .into_iter()
            .map(|row| {
                let kind =
                    named(&row.kind).ok_or_else(|| ApiError::internal("a change of an unknown kind"))?;
                Ok(Change {
                    seq: Long(row.seq),
                    kind,
                    key: shown(kind, row.key),
                    data_version: Long(row.data_version),
                    at: DateTime(row.at),
                })
            })
            .collect::<Result<_, ApiError>>()?;
        Ok(ChangePage {
            changes,
            next: Long(next),
            latest: Long(latest.first().map_or(0, |state| state.value)),
        })
    }
}
