//! Lists that are paged by keyset: from the top, or under each of many parents at once.

mod candidates;
mod computed;
mod contracts;
mod decisions;
mod documents;
mod each;
mod feeds;
mod institutions;
mod listed;
mod nested;
mod notices;
mod opportunities;
mod payment_links;
mod payments;
mod red_flags;
mod rejected_rows;
mod releases;
mod remembered;
mod runs;
mod supplier_names;
mod suppliers;

use anchorhub_store::{Database, Engine, Snapshot};
use sea_orm::{
    Condition, EntityTrait, FromQueryResult, Order, QueryFilter, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Func, IntoIden, SelectStatement},
};

pub(crate) use self::{
    candidates::CandidateList,
    computed::computed,
    contracts::{ContractList, ContractOrder, InstitutionContractList, SupplierContractList},
    decisions::DecisionList,
    documents::DocumentList,
    feeds::FeedList,
    institutions::InstitutionList,
    listed::listed,
    nested::Under,
    notices::{NoticeList, NoticeOrder, ProcessNoticeList},
    opportunities::{OpportunityList, OpportunityOrder},
    payment_links::PaymentLinkList,
    payments::{PaymentList, PaymentOrder},
    red_flags::RedFlagList,
    rejected_rows::RejectedRowList,
    releases::{DocumentReleaseList, ProcessReleaseList},
    remembered::contract_page,
    runs::RunList,
    supplier_names::SupplierNameList,
    suppliers::{SupplierList, SupplierOrder},
};
use super::{
    connection::PageArgs,
    cursor::{self, Fingerprint, KeyKind, Position},
    error::ApiError,
    family::{Family, Row},
};

/// A list with its filter and order.
pub(crate) trait Listing: Send + Sync {
    /// The table.
    type Entity: EntityTrait<Model: FromQueryResult + Send + Sync + 'static>;

    /// A text that is equal exactly for equal lists with equal filters and orders.
    fn description(&self) -> String;

    /// Which rows.
    fn condition(&self, engine: Engine) -> Condition;

    /// In which order.
    fn sort(&self) -> Sort<Self::Entity>;

    /// Where a row stands in that order.
    fn position(&self, row: &ModelOf<Self>) -> Position;
}

/// The rows of a list.
pub(crate) type ModelOf<L> = <<L as Listing>::Entity as EntityTrait>::Model;

/// The columns of a list.
pub(crate) type ColumnOf<L> = <<L as Listing>::Entity as EntityTrait>::Column;

/// Columns to sort by, the last ones making the order unique. All in one direction, so that an index can be
/// read along it and a place in it is one comparison.
pub(crate) struct Sort<E: EntityTrait> {
    pub(crate) columns: Vec<(E::Column, KeyKind)>,
    pub(crate) direction: Order,
}

/// One page of a list.
#[derive(Clone)]
pub(crate) struct Slice<R> {
    /// Rows with their cursors.
    pub(crate) rows: Vec<(String, R)>,
    /// Whether more follow.
    pub(crate) more: bool,
    /// Whether it began after a cursor.
    pub(crate) later: bool,
    /// Number of rows in the whole list, if it was asked for.
    pub(crate) total: Option<i64>,
}

impl<R> Slice<R> {
    /// The same page with other rows in the places of its own.
    pub(crate) fn with<T>(self, rows: Vec<T>) -> Slice<T> {
        let cursors = self.rows.into_iter().map(|(cursor, _)| cursor);
        Slice { rows: cursors.zip(rows).collect(), more: self.more, later: self.later, total: self.total }
    }
}

/// Reads one page of a list.
pub(crate) async fn page<L: Listing>(
    database: &Database,
    list: &L,
    args: &PageArgs,
) -> Result<Slice<Row<ModelOf<L>>>, ApiError> {
    let plan = Plan::new(database.engine(), list, args)?;
    let found: Vec<ModelOf<L>> = database.fetch(&plan.select(Condition::all())).await?;
    let total = match args.count {
        true => {
            let counted: Vec<Counted> = database.fetch(&plan.count(Condition::all())).await?;
            counted.first().map(|counted| counted.number)
        }
        false => None,
    };
    let (models, more) = plan.cut(found);
    let rows = Family::rows(database, models);
    Ok(plan.slice(rows, more, total))
}

/// Reads rows of a list after a place in it, from one state of the data, and tells whether more follow.
pub(crate) async fn after<L: Listing>(
    snapshot: &mut Snapshot,
    engine: Engine,
    list: &L,
    place: Option<Position>,
    first: usize,
) -> Result<(Vec<ModelOf<L>>, bool), ApiError> {
    let args = PageArgs { first, after: None, count: false };
    let plan = Plan { after: place, ..Plan::new(engine, list, &args)? };
    let found = snapshot.fetch(&plan.select(Condition::all())).await?;
    Ok(plan.cut(found))
}

/// A page on its way to SQL.
struct Plan<'a, L: Listing> {
    list: &'a L,
    condition: Condition,
    sort: Sort<L::Entity>,
    fingerprint: Fingerprint,
    after: Option<Position>,
    first: usize,
}

#[derive(FromQueryResult)]
struct Counted {
    number: i64,
}

impl<'a, L: Listing> Plan<'a, L> {
    fn new(engine: Engine, list: &'a L, args: &PageArgs) -> Result<Self, ApiError> {
        let sort = list.sort();
        let fingerprint = Fingerprint::of(&list.description());
        let kinds: Vec<KeyKind> = sort.columns.iter().map(|(_, kind)| *kind).collect();
        let after =
            args.after.as_deref().map(|after| cursor::decode(after, fingerprint, &kinds)).transpose()?;
        Ok(Self { list, condition: list.condition(engine), sort, fingerprint, after, first: args.first })
    }

    /// The rows of the page and one more, which tells whether there are more.
    fn select(&self, scope: Condition) -> SelectStatement {
        let mut select = L::Entity::find().filter(self.condition.clone()).filter(scope).into_query();
        if let Some(after) = &self.after {
            let columns = Expr::tuple(
                self.sort.columns.iter().map(|(column, kind)| comparable(column_of::<L>(*column), *kind)),
            );
            let place = Expr::tuple(after.iter().map(|key| Expr::value(key.clone().into_value())));
            select.and_where(match self.sort.direction {
                Order::Desc => columns.lt(place),
                _ => columns.gt(place),
            });
        }
        for (column, kind) in &self.sort.columns {
            select.order_by_expr(comparable(column_of::<L>(*column), *kind), self.sort.direction.clone());
        }
        // A page has at most 500 rows.
        select.limit(u64::try_from(self.first).unwrap_or(0) + 1).to_owned()
    }

    /// The order, by the names of the columns alone.
    fn order(&self) -> Vec<(Expr, Order)> {
        let direction = || self.sort.direction.clone();
        let expression =
            |(column, kind): &(ColumnOf<L>, KeyKind)| comparable(Expr::col(column.into_iden()), *kind);
        self.sort.columns.iter().map(|column| (expression(column), direction())).collect()
    }

    /// The number of rows on all pages.
    fn count(&self, scope: Condition) -> SelectStatement {
        let mut select = L::Entity::find().filter(self.condition.clone()).filter(scope).into_query();
        select.clear_selects().expr_as(Expr::cust("count(*)"), Alias::new("number")).to_owned()
    }

    /// Takes away the row that only tells of more.
    fn cut<T>(&self, mut found: Vec<T>) -> (Vec<T>, bool) {
        let more = found.len() > self.first;
        found.truncate(self.first);
        (found, more)
    }

    fn slice(&self, rows: Vec<Row<ModelOf<L>>>, more: bool, total: Option<i64>) -> Slice<Row<ModelOf<L>>> {
        let rows = rows
            .into_iter()
            .map(|row| (cursor::encode(self.fingerprint, &self.list.position(&row)), row))
            .collect();
        Slice { rows, more, later: self.after.is_some(), total }
    }
}

/// A sort column as it is compared: with something in the place of nothing.
fn comparable(column: Expr, kind: KeyKind) -> Expr {
    match kind.stand_in() {
        Some(value) => Func::coalesce([column, Expr::value(value)]).into(),
        None => column,
    }
}

fn column_of<L: Listing>(column: ColumnOf<L>) -> Expr {
    Expr::col((L::Entity::default(), column))
}
