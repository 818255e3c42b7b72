//! Questions about the hub as a whole.

use anchorhub_entities::{
    contract_supplier,
    document::{self, DocumentStatus},
    feed, hub_state, institution, payment, reference_edition, supplier, unmapped_path,
};
use anchorhub_store::Database;
use chrono::{DateTime as Instant, NaiveDate, Utc};
use sea_orm::{
    ActiveEnum, ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement},
};

use crate::graphql::{
    error::ApiError,
    family::Family,
    scalars::{Date, DateTime},
    types::{Coverage, Freshness, HubCounts, Institution, KnownShare, ReferenceEdition, UnmappedPath},
};

/// The version of the facts.
pub(crate) async fn data_version(database: &Database) -> Result<i64, ApiError> {
    let select = hub_state::Entity::find().filter(hub_state::Column::Key.eq("data_version"));
    let found: Vec<hub_state::Model> = database.fetch(&select.into_query()).await?;
    Ok(found.first().map_or(0, |state| state.value))
}

#[derive(FromQueryResult)]
struct CountRow {
    institutions: i64,
    feeds: i64,
    documents: i64,
    payments: i64,
    suppliers: i64,
    rejected_rows: i64,
    releases: i64,
    contracting_processes: i64,
    contracts: i64,
}

/// How much the hub holds. Payments and rejected rows are added up from the documents, which know them.
pub(crate) async fn counts(database: &Database) -> Result<HubCounts, ApiError> {
    let sum = |column: &str| loaded(&database.engine().sum(column));
    let paid = Query::select()
        .expr(Expr::val(1))
        .from(payment::Entity)
        .and_where(
            Expr::col((payment::Entity, payment::Column::SupplierId))
                .equals((supplier::Entity, supplier::Column::Id)),
        )
        .to_owned();
    let holds = Query::select()
        .expr(Expr::val(1))
        .from(contract_supplier::Entity)
        .and_where(
            Expr::col((contract_supplier::Entity, contract_supplier::Column::SupplierId))
                .equals((supplier::Entity, supplier::Column::Id)),
        )
        .to_owned();
    let suppliers = Query::select()
        .expr(Expr::cust("count(*)"))
        .from(supplier::Entity)
        .and_where(Expr::exists(paid).or(Expr::exists(holds)))
        .to_owned();
    let all = |table: &'static str| Query::select().expr(Expr::cust("count(*)")).from(table).to_owned();
    let real = |table| all(table).and_where(Expr::cust("NOT is_test")).to_owned();
    let found: Vec<CountRow> = database
        .fetch(&together([
            ("institutions", all("institution")),
            ("feeds", all("feed")),
            ("documents", loaded("count(*)")),
            ("payments", sum("payments")),
            ("suppliers", suppliers),
            ("rejected_rows", sum("rejected")),
            ("releases", all("release")),
            ("contracting_processes", real("contracting_process")),
            (
                "contracts",
                real("contract").and_where(Expr::cust("(cluster_id IS NULL OR cluster_id = id)")).to_owned(),
            ),
        ]))
        .await?;
    let row = found.first().ok_or_else(|| ApiError::internal("a count has no row"))?;
    Ok(HubCounts {
        institutions: row.institutions,
        feeds: row.feeds,
        documents: row.documents,
        payments: row.payments,
        suppliers: row.suppliers,
        rejected_rows: row.rejected_rows,
        releases: row.releases,
        contracting_processes: row.contracting_processes,
        contracts: row.contracts,
    })
}

/// What releases hold and the model does not, the most frequent first.
pub(crate) async fn unmapped_paths(database: &Database, first: usize) -> Result<Vec<UnmappedPath>, ApiError> {
    let select = unmapped_path::Entity::find()
        .order_by_desc(unmapped_path::Column::Releases)
        .order_by_asc(unmapped_path::Column::Path)
        .limit(u64::try_from(first).unwrap_or(0));
    let rows: Vec<unmapped_path::Model> = database.fetch(&select.into_query()).await?;
    Ok(rows
        .into_iter()
        .map(|row| UnmappedPath {
            path: row.path,
            releases: row.releases,
            values: row.values_seen,
            example: row.example,
            ocid: row.ocid,
        })
        .collect())
}

/// The editions of reference data that count, by kind.
pub(crate) async fn reference_data(database: &Database) -> Result<Vec<ReferenceEdition>, ApiError> {
    let select = reference_edition::Entity::find()
        .filter(reference_edition::Column::State.eq("CURRENT"))
        .order_by_asc(reference_edition::Column::Kind);
    let rows: Vec<reference_edition::Model> = database.fetch(&select.into_query()).await?;
    Ok(rows
        .into_iter()
        .map(|row| ReferenceEdition {
            kind: row.kind,
            version: row.version,
            rows: row.rows,
            rejected: row.rejected,
            loaded_at: DateTime(row.loaded_at.unwrap_or(row.started_at)),
            source: row.source,
        })
        .collect())
}

#[derive(FromQueryResult)]
struct CoverageRow {
    first_date: Option<NaiveDate>,
    last_date: Option<NaiveDate>,
    payments: i64,
    net: i64,
    unknown_payments: i64,
    unknown_net: i64,
}

/// What the payments cover.
pub(crate) async fn coverage(database: &Database) -> Result<Coverage, ApiError> {
    let sum = |column: &str| database.engine().sum(column);
    let payments =
        |expression: String| Query::select().expr(Expr::cust(expression)).from(payment::Entity).to_owned();
    let unknown = |expression: String| {
        payments(expression).and_where(Expr::col(payment::Column::SupplierId).is_null()).to_owned()
    };
    // The earliest and the latest date apart: only so do the engines take them from the ends of an index.
    let found: Vec<CoverageRow> = database
        .fetch(&together([
            ("first_date", payments("min(paid_on)".to_owned())),
            ("last_date", payments("max(paid_on)".to_owned())),
            ("payments", loaded(&sum("payments"))),
            ("net", loaded(&sum("net_pence"))),
            ("unknown_payments", unknown("count(*)".to_owned())),
            ("unknown_net", unknown(sum("pence"))),
        ]))
        .await?;
    let row = found.first().ok_or_else(|| ApiError::internal("a coverage has no row"))?;
    Ok(Coverage {
        first_date: row.first_date.map(Date),
        last_date: row.last_date.map(Date),
        with_supplier: KnownShare {
            of_payments: share(row.payments - row.unknown_payments, row.payments),
            of_net: share(row.net.saturating_sub(row.unknown_net), row.net),
        },
    })
}

#[derive(FromQueryResult)]
struct LastRow {
    institution_id: i32,
    last_document_at: Option<Instant<Utc>>,
    last_payment_date: Option<NaiveDate>,
}

/// How fresh the data of each institution with a feed is.
pub(crate) async fn freshness(database: &Database, first: usize) -> Result<Vec<Freshness>, ApiError> {
    let fed = Query::select().column(feed::Column::InstitutionId).from(feed::Entity).to_owned();
    let institutions = institution::Entity::find()
        .filter(institution::Column::Id.in_subquery(fed))
        .order_by_asc(institution::Column::Name)
        .order_by_asc(institution::Column::Id)
        .limit(u64::try_from(first).unwrap_or(0));
    let institutions: Vec<institution::Model> = database.fetch(&institutions.into_query()).await?;
    let last = Query::select()
        .column(document::Column::InstitutionId)
        .expr_as(Expr::col(document::Column::ReceivedAt).max(), Alias::new("last_document_at"))
        .expr_as(Expr::col(document::Column::LastDate).max(), Alias::new("last_payment_date"))
        .from(document::Entity)
        .and_where(Expr::col(document::Column::Status).eq(DocumentStatus::Loaded.to_value()))
        .group_by_col(document::Column::InstitutionId)
        .to_owned();
    let last: Vec<LastRow> = database.fetch(&last).await?;
    let today = Utc::now().date_naive();
    Ok(Family::rows(database, institutions)
        .into_iter()
        .map(|institution| {
            let last = last.iter().find(|row| row.institution_id == institution.id);
            let last_payment = last.and_then(|row| row.last_payment_date);
            Freshness {
                institution: Institution(institution),
                last_document_at: last.and_then(|row| row.last_document_at).map(DateTime),
                last_payment_date: last_payment.map(Date),
                days_since_last_payment: last_payment.map(|date| Freshness::days(date, today)),
            }
        })
        .collect())
}

/// A figure over the documents that count.
fn loaded(expression: &str) -> SelectStatement {
    Query::select()
        .expr(Expr::cust(expression.to_owned()))
        .from(document::Entity)
        .and_where(Expr::col(document::Column::Status).eq(DocumentStatus::Loaded.to_value()))
        .to_owned()
}

/// Several figures in one statement, and so from one state of the data.
fn together<const N: usize>(figures: [(&'static str, SelectStatement); N]) -> SelectStatement {
    let mut select = Query::select();
    for (name, figure) in figures {
        select.expr_as(Expr::SubQuery(None, Box::new(figure.into())), Alias::new(name));
    }
    select
}

/// A share; none of nothing.
pub(in crate::graphql) fn share(part: i64, whole: i64) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more digits than a float has")]
    (whole != 0).then(|| part as f64 / whole as f64)
}
