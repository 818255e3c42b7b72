//! Contracting processes, compiled from their releases.

use std::{collections::HashMap, sync::Arc};

use anchorhub_entities::{
    award_supplier, contract,
    contracting_process::{Column, Entity, Model},
    process_buyer, supplier_name,
};
use anchorhub_ocds::{facts::ProcessFacts, flags};
use async_graphql::{Context, ID, Object};
use chrono::{DateTime as Instant, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryTrait,
    sea_query::{Query, SelectStatement},
};

use super::{
    Award, Lot, Notice, RedFlagResult, Release,
    buyer::Buyer,
    contract::StatedValue,
    process_parts::{AwardCriterion, BidStatistic, Category, Place, stated},
    related_process::RelatedProcess,
    stated_contract::StatedContract,
};
use crate::graphql::{
    compressed,
    connection::{Connection, PageArgs},
    enums::{NoticeSource, ProcessStage, SuitabilityBasis, named},
    error::ApiError,
    family::{ByKey, Family, Part, Row},
    lists::{ProcessNoticeList, ProcessReleaseList, listed},
    node_id::NodeId,
    scalars::{Date, DateTime},
};

/// A contracting process: everything about one procurement, from the plan to the last contract, compiled from
/// its releases by the rules of OCDS 1.1.
#[derive(Clone)]
pub(crate) struct ContractingProcess {
    /// The process as it stands now, and those that it was loaded with.
    row: Row<Model>,
    /// What its releases state.
    facts: Arc<ProcessFacts>,
    /// Whether that is an earlier state than the one in the tables.
    earlier: bool,
}

impl ByKey for Model {
    type Key = i64;

    fn key(&self) -> i64 {
        self.id
    }

    fn select(keys: Vec<i64>) -> SelectStatement {
        Entity::find().filter(Column::Id.is_in(keys)).into_query()
    }
}

impl Part for process_buyer::Model {
    type Whole = i64;

    fn whole(&self) -> i64 {
        self.process_id
    }

    fn parts(wholes: Vec<i64>) -> SelectStatement {
        process_buyer::Entity::find().filter(process_buyer::Column::ProcessId.is_in(wholes)).into_query()
    }
}

impl ContractingProcess {
    /// The process as it stands now.
    pub(crate) fn current(row: Row<Model>) -> Result<Self, ApiError> {
        let facts = Arc::new(compressed::json(&row.facts)?);
        Ok(Self { row, facts, earlier: false })
    }

    /// The process with what an earlier state of it was.
    pub(crate) fn as_of(row: Row<Model>, facts: ProcessFacts) -> Self {
        Self { row, facts: Arc::new(facts), earlier: true }
    }

    /// One of its lots.
    pub(crate) fn lot(&self, key: &str) -> Option<Lot> {
        self.facts.lots.iter().position(|lot| lot.key == key).map(|index| Lot::new(self.clone(), index))
    }

    /// One of its awards.
    pub(crate) fn award(&self, key: &str) -> Option<Award> {
        self.facts
            .awards
            .iter()
            .position(|award| award.key == key)
            .map(|index| Award::new(self.clone(), index))
    }

    /// What its releases state.
    pub(super) fn facts(&self) -> &ProcessFacts {
        &self.facts
    }

    /// The process as it stands now, and those that it was loaded with.
    pub(super) fn row(&self) -> &Row<Model> {
        &self.row
    }

    /// Whether `facts` are of an earlier state than the tables.
    pub(super) fn is_earlier(&self) -> bool {
        self.earlier
    }

    /// Its lots with these keys.
    pub(super) fn lots_with(&self, keys: &[String]) -> Vec<Lot> {
        keys.iter().filter_map(|key| self.lot(key)).collect()
    }

    /// The published name of one of its suppliers, as the hub keeps it.
    pub(super) async fn supplier_name(
        &self,
        name: &str,
    ) -> Result<Option<Row<supplier_name::Model>>, ApiError> {
        let select = |members: &[Model]| {
            let condition = if self.earlier {
                let suppliers = |facts: &ProcessFacts| {
                    let awarded = facts.awards.iter().flat_map(|award| &award.suppliers);
                    let contracted = facts.contracts.iter().flat_map(|contract| &contract.suppliers);
                    awarded.chain(contracted).map(|supplier| supplier.name.trim().to_owned()).collect()
                };
                let names: Vec<String> = suppliers(&self.facts);
                supplier_name::Column::Name.is_in(names)
            } else {
                let awarded = Query::select()
                    .column(award_supplier::Column::SupplierNameId)
                    .from(award_supplier::Entity)
                    .and_where(
                        award_supplier::Column::ProcessId.is_in(members.iter().map(|process| process.id)),
                    )
                    .to_owned();
                supplier_name::Column::Id.in_subquery(awarded)
            };
            supplier_name::Entity::find().filter(condition).into_query()
        };
        let names = self
            .row
            .once("suppliers".to_owned(), async |database, members| {
                let found: Vec<supplier_name::Model> = database.fetch(&select(members)).await?;
                let rows = Family::rows(database, found).into_iter();
                Ok(rows.map(|row| (row.name.clone(), row)).collect::<HashMap<String, Row<_>>>())
            })
            .await?;
        Ok(names.get(name.trim()).cloned())
    }

    /// The contract of the hub that one of its contracts is kept as.
    pub(super) async fn contract(&self, source_key: &str) -> Result<Option<Row<contract::Model>>, ApiError> {
        let contracts = self
            .row
            .once("contracts".to_owned(), async |database, members| {
                let select = contract::Entity::find()
                    .filter(contract::Column::ProcessId.is_in(members.iter().map(|process| process.id)));
                let found: Vec<contract::Model> = database.fetch(&select.into_query()).await?;
                let rows = Family::rows(database, found).into_iter();
                Ok(rows.map(|row| (row.source_key.clone(), row)).collect::<HashMap<String, Row<_>>>())
            })
            .await?;
        // As the loader of releases names them.
        Ok(contracts.get(&format!("{}/{source_key}", self.row.ocid)).cloned())
    }

    /// The instant up to which notices and releases belong to it; none for all of them.
    fn until(&self) -> Option<Instant<Utc>> {
        self.earlier.then(|| self.facts.last_published.unwrap_or(Instant::UNIX_EPOCH))
    }
}

/// A contracting process: everything about one procurement, from the plan to the last contract, compiled from
/// its releases by the rules of OCDS 1.1.
#[Object]
impl ContractingProcess {
    /// Global id. It leads to the process as it stands now.
    pub(crate) async fn id(&self) -> ID {
        NodeId::ContractingProcess(self.row.id).encode()
    }

    /// Open Contracting ID.
    async fn ocid(&self) -> &str {
        &self.row.ocid
    }

    /// Where it was published.
    async fn source(&self) -> Option<NoticeSource> {
        named(self.facts.source.name())
    }

    /// Title as published.
    async fn title(&self) -> Option<&str> {
        self.facts.title.as_deref()
    }

    /// Description as published.
    async fn description(&self) -> Option<&str> {
        self.facts.description.as_deref()
    }

    /// How far it has come.
    async fn stage(&self) -> Option<ProcessStage> {
        named(self.facts.stage.name())
    }

    /// Status of the tender as published.
    async fn status(&self) -> Option<&str> {
        self.facts.status.as_deref()
    }

    /// Procurement method as published: `open`, `selective`, `limited` or `direct`.
    async fn procurement_method(&self) -> Option<&str> {
        self.facts.method.as_deref()
    }

    /// `goods`, `services` or `works`, as published.
    async fn main_category(&self) -> Option<&str> {
        self.facts.main_category.as_deref()
    }

    /// Main CPV code, 8 digits (Regulation (EC) 213/2008).
    async fn cpv(&self) -> Option<&str> {
        self.facts.cpv.as_deref()
    }

    /// All classifications of the process, its lots and its items.
    async fn categories(&self) -> Vec<Category> {
        self.facts.categories.iter().map(Category::from).collect()
    }

    /// Where it delivers.
    async fn places(&self) -> Vec<Place> {
        self.facts.places.iter().map(Place::from).collect()
    }

    /// Value of the tender, else of the plan, as stated; null where none or only a placeholder is published.
    async fn value(&self) -> Option<StatedValue> {
        stated(self.facts.value.as_ref())
    }

    /// Whether it sets up a framework, whose value is a ceiling.
    async fn is_framework(&self) -> bool {
        self.facts.is_framework
    }

    /// Whether it is marked as a test: it is never counted.
    async fn is_test(&self) -> bool {
        self.facts.is_test
    }

    /// Whether it, or any of its lots, is said to suit small and medium enterprises; null where nothing is
    /// said, which is never a no.
    async fn suitable_for_sme(&self) -> Option<bool> {
        self.facts.suitability.sme
    }

    /// Whether it, or any of its lots, is said to suit voluntary, community and social enterprises; null where
    /// nothing is said.
    async fn suitable_for_vcse(&self) -> Option<bool> {
        self.facts.suitability.vcse
    }

    /// Where suitability is stated; null where nothing is said.
    async fn suitability_basis(&self) -> Option<SuitabilityBasis> {
        self.facts.suitability.basis.and_then(|basis| named(basis.name()))
    }

    /// For whom participation is reserved, as published (Procurement Act 2023, sections 32 and 33).
    async fn reserved(&self) -> &[String] {
        &self.facts.reserved
    }

    /// Most lots that one supplier can win.
    async fn max_lots_awarded(&self) -> Option<i32> {
        self.facts.max_lots_awarded
    }

    /// Most lots that one supplier can bid for.
    async fn max_lots_bid(&self) -> Option<i32> {
        self.facts.max_lots_bid
    }

    /// Instant of its first dated release.
    async fn first_published_at(&self) -> Option<DateTime> {
        self.facts.first_published.map(DateTime)
    }

    /// Instant of its last dated release.
    async fn last_published_at(&self) -> Option<DateTime> {
        self.facts.last_published.map(DateTime)
    }

    /// When tenders, or answers to a market engagement, are due.
    async fn deadline(&self) -> Option<DateTime> {
        self.facts.deadline.map(DateTime)
    }

    /// When a planned notice or tender is expected.
    async fn expected_on(&self) -> Option<Date> {
        self.facts.expected_on.map(Date)
    }

    /// First day of the expected contracts.
    async fn starts_on(&self) -> Option<Date> {
        self.facts.term.starts_on.map(Date)
    }

    /// Last day of the expected contracts, as stated.
    async fn ends_on(&self) -> Option<Date> {
        self.facts.term.ends_on.map(Date)
    }

    /// Last possible day of the expected contracts, with all options.
    async fn latest_end(&self) -> Option<Date> {
        self.facts.term.latest_end_on.map(Date)
    }

    /// Who buys, in the order in which they are named: often several.
    async fn buyers(&self) -> Vec<Buyer> {
        (0..self.facts.buyers.len()).map(|index| Buyer::new(self.clone(), index)).collect()
    }

    /// Criteria by which tenders are judged, for the whole tender and for its lots.
    async fn criteria(&self) -> Vec<AwardCriterion> {
        self.facts.criteria.iter().map(AwardCriterion::from).collect()
    }

    /// How many bids there were, for the whole tender and for its lots.
    async fn bid_statistics(&self) -> Vec<BidStatistic> {
        self.facts.statistics.iter().map(BidStatistic::from).collect()
    }

    /// What every rule of red flags says of it, in the order of their codes, computed from what its releases state. A flag
    /// is a question, never an accusation. Rules that compare organisations are told by `organisationRedFlags`.
    async fn red_flags(&self) -> Vec<RedFlagResult> {
        flags::check(&self.facts).into_iter().map(RedFlagResult::from).collect()
    }

    /// Its lots, in the order of the source.
    async fn lots(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Lot>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let slice = listed("lots", self.facts.lots.len(), &args)?;
        Ok(Connection::of(slice, |index| Lot::new(self.clone(), index)))
    }

    /// Its awards, in the order of the source.
    async fn awards(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Award>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let slice = listed("awards", self.facts.awards.len(), &args)?;
        Ok(Connection::of(slice, |index| Award::new(self.clone(), index)))
    }

    /// Its contracts, and its awards for which no contract is published, as its releases state them.
    async fn contracts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<StatedContract>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let slice = listed("contracts", self.facts.contracts.len(), &args)?;
        Ok(Connection::of(slice, |index| StatedContract::new(self.clone(), index)))
    }

    /// Other processes that it refers to: its framework, what came before, …. Those that refer to it show it
    /// in theirs.
    async fn related_processes(&self) -> Vec<RelatedProcess> {
        (0..self.facts.related.len()).map(|index| RelatedProcess::new(self.clone(), index)).collect()
    }

    /// Its notices, the earliest first.
    async fn notices(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Notice>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let until = self.until();
        let slice = self.row.children(args, until, async |_, until| Ok(ProcessNoticeList { until })).await?;
        Ok(Connection::of(slice, Notice))
    }

    /// Its releases as received, the earliest first; also those in whose place a corrected one stands.
    async fn releases(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Release>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let until = self.until();
        let slice = self.row.children(args, until, async |_, until| Ok(ProcessReleaseList { until })).await?;
        Ok(Connection::of(slice, Release))
    }
}
