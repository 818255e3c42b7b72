//! Contracts that are due for review.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use anchorhub_analysis as analysis;
use anchorhub_entities::{contract, institution, performance, supplier};
use anchorhub_store::Database;
use async_graphql::{Context, Enum, Object, SimpleObject};
use chrono::{Months, NaiveDate};

use super::{Contract, Institution, Money, Supplier, joint_buying::contracts};
use crate::graphql::{
    ApiContext,
    connection::{Connection, Edge, PageInfo},
    error::ApiError,
    family::{Family, Row, by_keys},
    lists::Slice,
    query::hub::share,
    scalars::Date,
};

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::DueBasis")]
pub(crate) enum DueBasis {
    /// A review, as the contract register states it.
    Review,
    /// The effective end.
    End,
}

/// CPV division of a contract, with how sure it is.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ReviewCategory {
    /// Two digits.
    code: String,
    /// Its title: that of the vocabulary which is loaded, else of CPV 2008.
    title: Option<String>,
    /// In percent: 100 where a CPV code is published, else that of the crosswalk.
    confidence: Option<i32>,
}

/// How much an institution depends on a supplier: the supplier's part of what the institution paid in the last 12 months.
#[derive(SimpleObject)]
pub(crate) struct ReviewSupplierShare {
    /// Who pays.
    institution: Institution,
    /// Who is paid.
    supplier: Supplier,
    /// First day of the payments.
    from: Date,
    /// First day after.
    to: Date,
    /// Signed sum of what the institution paid to the supplier, whatever the VAT basis.
    paid: Money,
    /// Signed sum of what it paid to anybody.
    of: Money,
    /// Number of payments in `of`: with none, nothing is known.
    payments: i64,
    /// The share; null when `of` is zero.
    share: Option<f64>,
}

/// Statements about the performance of a contract (Procurement Act 2023, section 71), as far as published.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(crate) struct ReviewPerformance {
    /// Number of statements about key performance indicators; their ratings stand under `contract { performance }`.
    indicators: usize,
    /// Number of failures to perform that are published.
    breaches: usize,
}

/// What a queue was asked for at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReviewQuestion {
    pub(crate) today: NaiveDate,
}

/// A contract of the review queue, with the evidence for whether to go on, negotiate, let anew or bring in-house. The hub ranks by
/// date; people decide.
pub(crate) struct ReviewItem {
    row: Row<analysis::ReviewItem>,
    question: ReviewQuestion,
}

/// A contract of the review queue, with the evidence for whether to go on, negotiate, let anew or bring in-house. The hub ranks by
/// date; people decide.
#[Object]
impl ReviewItem {
    /// When it is due: the next review or the effective end, whichever comes first.
    async fn due_on(&self) -> Date {
        Date(self.row.due_on)
    }

    /// What is due then.
    async fn basis(&self) -> DueBasis {
        self.row.basis.into()
    }

    /// Whole months from today (UTC) until then.
    async fn months_left(&self) -> i64 {
        self.row.months_left
    }

    /// The contract.
    async fn contract(&self) -> Result<Contract, ApiError> {
        self.stated().await.map(Contract)
    }

    /// Value in pounds as stated over the whole term; null for frameworks and where it is not known.
    async fn value(&self) -> Option<Money> {
        self.row.pence.map(Money::gbp)
    }

    /// Value a year in pounds: as published, else value over term; a term of less than a year counts as one.
    async fn value_a_year(&self) -> Option<Money> {
        self.row.pence_a_year.map(Money::gbp)
    }

    /// Its CPV division; null where none is known.
    async fn category(&self) -> Option<ReviewCategory> {
        let division = self.row.division.as_ref()?;
        Some(ReviewCategory {
            code: division.code.clone(),
            title: division.name.clone(),
            confidence: self.row.division_confidence.map(i32::from),
        })
    }

    /// For each institution that buys and each supplier that holds it: how much the one depends on the other.
    async fn supplier_shares(&self, ctx: &Context<'_>) -> Result<Vec<ReviewSupplierShare>, ApiError> {
        let (spend, to) = (Arc::clone(&ApiContext::of(ctx)?.spend), self.question.today);
        let from = to.checked_sub_months(Months::new(12)).unwrap_or(NaiveDate::MIN);
        let loaded = self
            .row
            .once("supplierShares".to_owned(), async |database, members| {
                Shares::load(database, &*spend, members, (from, to)).await
            })
            .await?;
        Ok(loaded.of(&self.row, (from, to)))
    }

    /// How it performs, as far as published: the statements of all its sources.
    async fn performance(&self) -> Result<ReviewPerformance, ApiError> {
        let contract = self.stated().await?;
        let statements: Vec<Row<contract::Model>> =
            contract.many("statements", |row| Some(row.cluster_id.unwrap_or(row.id))).await?;
        // A contract that no round of clustering has met yet stands alone.
        let alone = statements.is_empty().then_some(contract);
        let mut found = ReviewPerformance { indicators: 0, breaches: 0 };
        for statement in statements.iter().chain(&alone) {
            let stated: Vec<Row<performance::Model>> =
                statement.many("performance", |row| Some(row.id)).await?;
            let count = |kind: &str| stated.iter().filter(|one| one.kind == kind).count();
            found.indicators += count("KPI");
            found.breaches += count("BREACH");
        }
        Ok(found)
    }
}

impl ReviewItem {
    async fn stated(&self) -> Result<Row<contract::Model>, ApiError> {
        let loaded = self
            .row
            .once("contracts".to_owned(), async |database, members| {
                contracts(database, members.iter().map(|one| one.contract_id).collect()).await
            })
            .await?;
        let found = loaded.get(&self.row.contract_id).cloned();
        // Between the facts and the row it may have been compiled anew without this contract.
        found.ok_or(ApiError::Unavailable)
    }
}

/// The shares of all items of a page.
struct Shares {
    shares: std::collections::BTreeMap<(i32, i64), analysis::SupplierShare>,
    institutions: HashMap<i32, Row<institution::Model>>,
    suppliers: HashMap<i64, Row<supplier::Model>>,
}

impl Shares {
    async fn load(
        database: &Database,
        spend: &dyn analysis::SpendEngine,
        items: &[analysis::ReviewItem],
        period: (NaiveDate, NaiveDate),
    ) -> Result<Self, ApiError> {
        let pairs: BTreeSet<(i32, i64)> = items.iter().flat_map(pairs).collect();
        let institutions: BTreeSet<i32> = pairs.iter().map(|(institution, _)| *institution).collect();
        let suppliers: BTreeSet<i64> = pairs.iter().map(|(_, supplier)| *supplier).collect();
        Ok(Self {
            shares: analysis::supplier_shares(spend, &pairs, period).await?,
            institutions: by_keys(database, institutions.into_iter().collect()).await?,
            suppliers: by_keys(database, suppliers.into_iter().collect()).await?,
        })
    }

    fn of(
        &self,
        item: &analysis::ReviewItem,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Vec<ReviewSupplierShare> {
        let shown = pairs(item).filter_map(|pair| {
            let found = self.shares.get(&pair)?;
            Some(ReviewSupplierShare {
                institution: Institution(self.institutions.get(&pair.0)?.clone()),
                supplier: Supplier(self.suppliers.get(&pair.1)?.clone()),
                from: Date(from),
                to: Date(to),
                paid: Money::gbp(found.paid.net_pence),
                of: Money::gbp(found.of.net_pence),
                payments: found.of.payments,
                share: share(found.paid.net_pence, found.of.net_pence),
            })
        });
        shown.collect()
    }
}

fn pairs(item: &analysis::ReviewItem) -> impl Iterator<Item = (i32, i64)> {
    let suppliers = item.suppliers.clone();
    let institutions = item.institutions.clone().into_iter();
    institutions.flat_map(move |institution| {
        suppliers.clone().into_iter().map(move |supplier| (institution, supplier))
    })
}

/// One page of the review queue, the next date first. Cursors hold for one version of the data.
pub(crate) struct ReviewItems {
    page: Connection<ReviewItem>,
    considered: i64,
    without_date: i64,
    data_version: i64,
}

impl ReviewItems {
    /// The page that a slice of the queue makes.
    pub(crate) fn new(
        database: &Database,
        found: analysis::ReviewQueue,
        slice: Slice<usize>,
        question: ReviewQuestion,
    ) -> Self {
        let shown = slice.rows.iter().filter_map(|(_, index)| found.items.get(*index).cloned());
        let rows = Family::rows(database, shown.collect());
        Self {
            page: Connection::of(slice.with(rows), |row| ReviewItem { row, question }),
            considered: found.considered,
            without_date: found.without_date,
            data_version: found.data_version,
        }
    }
}

/// One page of the review queue, the next date first. Cursors hold for one version of the data.
#[Object(name = "ReviewItemConnection")]
impl ReviewItems {
    /// The contracts of this page, each with its cursor.
    async fn edges(&self) -> &[Edge<ReviewItem>] {
        self.page.shown()
    }

    /// The contracts of this page alone.
    async fn nodes(&self) -> Vec<&ReviewItem> {
        self.page.shown().iter().map(Edge::row).collect()
    }

    /// Where this page stands in the list.
    async fn page_info(&self) -> &PageInfo {
        self.page.place()
    }

    /// Number of contracts on all pages.
    async fn total_count(&self) -> Result<i64, ApiError> {
        self.page.counted()
    }

    /// Number of contracts that the filter allows, due or not.
    async fn considered(&self) -> i64 {
        self.considered
    }

    /// Number of those with neither a review date nor an end: when they are due is not known.
    async fn without_date(&self) -> i64 {
        self.without_date
    }

    /// Version of the data that the queue was made from.
    async fn data_version(&self) -> i64 {
        self.data_version
    }
}
