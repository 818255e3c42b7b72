//! The figures of the landing page, all from one state of the data.

use std::collections::HashMap;

use anchorhub_entities::{
    contract, contracting_process,
    document::{self, DocumentStatus},
    feed,
    institution::{self, InstitutionKind},
    notice, supplier,
};
use anchorhub_store::{Database, Engine, Snapshot, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveEnum, FromQueryResult,
    sea_query::{Alias, Expr, ExprTrait, Func, IntoTableRef, Order, Query, SelectStatement},
};

use super::coverage::{Coverage, Month};

/// Months of the strips of coverage.
const MONTHS: u16 = 24;

/// What the hub holds.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) data_version: i64,
    pub(crate) feeds: i64,
    pub(crate) suppliers: i64,
    /// Contracting processes; those marked as tests are not counted.
    pub(crate) processes: i64,
    pub(crate) notices: i64,
    /// Contracts, each counted once however many sources state it; tests are not counted.
    pub(crate) contracts: i64,
    pub(crate) failed_documents: i64,
    /// The last of the months of coverage: that of the latest payment.
    pub(crate) last_month: Option<Month>,
    /// Institutions with data, by name.
    pub(crate) holding: Vec<Holding>,
    /// Names of institutions without data.
    pub(crate) without_data: Vec<String>,
}

/// What the hub holds of one institution.
#[derive(Debug)]
pub(crate) struct Holding {
    pub(crate) name: String,
    pub(crate) kind: InstitutionKind,
    pub(crate) documents: i64,
    pub(crate) payments: i64,
    pub(crate) rejected: i64,
    pub(crate) net_pence: i64,
    pub(crate) first_payment: Option<NaiveDate>,
    pub(crate) last_payment: Option<NaiveDate>,
    pub(crate) last_document: Option<DateTime<Utc>>,
    /// Which of the last months its documents cover.
    pub(crate) coverage: Coverage,
}

/// Reads the figures: nine statements over small tables, none over payments.
pub(crate) async fn read(database: &Database) -> Result<Facts, StoreError> {
    let mut snapshot = database.snapshot().await?;
    let known = snapshot.fetch(&institutions()).await?;
    let sums = snapshot.fetch::<Sums>(&sums(database.engine())).await?;
    let last_month = sums.iter().filter_map(|sums| sums.last_payment).max().map(Month::of);
    let mut covered: HashMap<i32, Coverage> = HashMap::new();
    if let Some(last_month) = last_month {
        let first_day = last_month.minus(MONTHS - 1).first_day();
        for period in snapshot.fetch::<Covered>(&periods(first_day)).await? {
            let coverage = covered.entry(period.institution_id).or_insert(Coverage::none(last_month, MONTHS));
            if let (Some(from), Some(to)) = (period.period_from, period.period_to) {
                coverage.add(from, to);
            }
        }
    }
    let facts = Facts {
        data_version: snapshot.data_version(),
        feeds: count(&mut snapshot, feed::Entity, None).await?,
        suppliers: count(&mut snapshot, supplier::Entity, None).await?,
        processes: count(&mut snapshot, contracting_process::Entity, Some(no_test())).await?,
        notices: count(&mut snapshot, notice::Entity, Some(of_no_test())).await?,
        contracts: count(&mut snapshot, contract::Entity, Some(no_test().and(stands_for_its_cluster())))
            .await?,
        failed_documents: count(&mut snapshot, document::Entity, Some(status_is(DocumentStatus::Failed)))
            .await?,
        last_month,
        without_data: Vec::new(),
        holding: Vec::new(),
    };
    snapshot.finish().await?;
    Ok(facts.with(known, sums, covered))
}

impl Facts {
    fn with(mut self, known: Vec<Known>, sums: Vec<Sums>, mut covered: HashMap<i32, Coverage>) -> Self {
        let mut sums: HashMap<i32, Sums> = sums.into_iter().map(|sums| (sums.institution_id, sums)).collect();
        for institution in known {
            let Some(sums) = sums.remove(&institution.id) else {
                self.without_data.push(institution.name);
                continue;
            };
            self.holding.push(Holding {
                name: institution.name,
                kind: institution.kind,
                documents: sums.documents,
                payments: sums.payments,
                rejected: sums.rejected,
                net_pence: sums.net_pence,
                first_payment: sums.first_payment,
                last_payment: sums.last_payment,
                last_document: sums.last_document,
                coverage: covered.remove(&institution.id).unwrap_or_default(),
            });
        }
        self
    }
}

#[derive(FromQueryResult)]
struct Known {
    id: i32,
    name: String,
    kind: InstitutionKind,
}

fn institutions() -> SelectStatement {
    Query::select()
        .columns([institution::Column::Id, institution::Column::Name, institution::Column::Kind])
        .from(institution::Entity)
        .order_by(institution::Column::Name, Order::Asc)
        .to_owned()
}

#[derive(FromQueryResult)]
struct Sums {
    institution_id: i32,
    documents: i64,
    payments: i64,
    rejected: i64,
    net_pence: i64,
    first_payment: Option<NaiveDate>,
    last_payment: Option<NaiveDate>,
    last_document: Option<DateTime<Utc>>,
}

fn sums(engine: Engine) -> SelectStatement {
    let mut select = Query::select();
    select
        .column(document::Column::InstitutionId)
        .expr_as(Expr::col(document::Column::Id).count(), Alias::new("documents"))
        .expr_as(Expr::col(document::Column::FirstDate).min(), Alias::new("first_payment"))
        .expr_as(Expr::col(document::Column::LastDate).max(), Alias::new("last_payment"))
        .expr_as(Expr::col(document::Column::LoadedAt).max(), Alias::new("last_document"))
        .from(document::Entity)
        .and_where(status_is(DocumentStatus::Loaded))
        .group_by_col(document::Column::InstitutionId);
    for column in ["payments", "rejected", "net_pence"] {
        select.expr_as(Expr::cust(engine.sum(column)), Alias::new(column));
    }
    select
}

#[derive(FromQueryResult)]
struct Covered {
    institution_id: i32,
    period_from: Option<NaiveDate>,
    period_to: Option<NaiveDate>,
}

fn periods(first_day: NaiveDate) -> SelectStatement {
    Query::select()
        .columns([document::Column::InstitutionId, document::Column::PeriodFrom, document::Column::PeriodTo])
        .from(document::Entity)
        .and_where(status_is(DocumentStatus::Loaded))
        .and_where(Expr::col(document::Column::PeriodTo).gt(first_day))
        .to_owned()
}

fn status_is(status: DocumentStatus) -> Expr {
    Expr::col(document::Column::Status).eq(status.to_value())
}

fn no_test() -> Expr {
    Expr::cust("NOT is_test")
}

/// That a notice is of no process that is marked as a test.
fn of_no_test() -> Expr {
    let tests = Query::select()
        .column(contracting_process::Column::Id)
        .from(contracting_process::Entity)
        .and_where(Expr::cust("is_test"))
        .to_owned();
    Expr::col(notice::Column::ProcessId).in_subquery(tests).not()
}

fn stands_for_its_cluster() -> Expr {
    let cluster = || Expr::col(contract::Column::ClusterId);
    cluster().is_null().or(cluster().equals(contract::Column::Id))
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

async fn count(
    snapshot: &mut Snapshot,
    table: impl IntoTableRef,
    condition: Option<Expr>,
) -> Result<i64, StoreError> {
    let mut select = Query::select();
    select.expr_as(Func::count(Expr::cust("*")), Alias::new("n")).from(table);
    if let Some(condition) = condition {
        select.and_where(condition);
    }
    Ok(snapshot.fetch::<Count>(&select).await?.first().map_or(0, |row| row.n))
}
