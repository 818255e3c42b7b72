//! Lists under each of many parents, in one statement.

use std::{any::type_name, fmt::Debug};

use anchorhub_store::Database;
use sea_orm::{
    Condition, DbErr, FromQueryResult, Order, QueryResult,
    sea_query::{Alias, Asterisk, DynIden, Expr, Query, SelectStatement, SqliteQueryBuilder, UnionType},
};

use super::{Counted, Listing, ModelOf, Plan, Slice};
use crate::graphql::{
    connection::PageArgs,
    error::ApiError,
    family::{Family, Row},
};

/// A list that stands under a parent row.
pub(crate) trait Under<P>: Listing {
    /// The rows that belong to a parent.
    fn under(&self, parent: &P) -> Condition;
}

/// What one statement can hold on SQLite, the narrower of the engines: members of a UNION, bound values,
/// bytes.
const MEMBERS: usize = 500;
const VALUES: usize = 30_000;
const BYTES: usize = 900_000;

/// Which parent a row belongs to.
const PARENT: &str = "parent_index";

impl<P: Send + Sync + 'static> Row<P> {
    /// A page of the list under this row. `request` is what the query asked for; the list is made of it and
    /// loaded once, for the whole family.
    pub(crate) async fn children<L, R>(
        &self,
        args: PageArgs,
        request: R,
        list: impl AsyncFnOnce(&Database, R) -> Result<L, ApiError>,
    ) -> Result<Slice<Row<ModelOf<L>>>, ApiError>
    where
        L: Under<P>,
        R: Debug,
    {
        let field = format!("{} {request:?} {args:?}", type_name::<L>());
        let slices = self
            .once(field, async |database, parents| {
                let list = list(database, request).await?;
                pages(database, parents, &list, &args).await
            })
            .await?;
        let slice = slices.get(self.index()).cloned();
        slice.ok_or_else(|| ApiError::internal("a parent has no page"))
    }
}

/// Pages of the list under every parent, in their order.
///
/// One SELECT with its own LIMIT for each parent, joined by UNION ALL: each reads along an index just as far
/// as its page goes. Numbering rows with a window function instead would read and sort everything under all
/// parents: every payment of an institution, to show five.
async fn pages<L: Under<P>, P>(
    database: &Database,
    parents: &[P],
    list: &L,
    args: &PageArgs,
) -> Result<Vec<Slice<Row<ModelOf<L>>>>, ApiError> {
    let plan = Plan::new(database.engine(), list, args)?;
    let found: Vec<Child<ModelOf<L>>> =
        fetch(database, parents, |parent| plan.select(list.under(parent)), plan.order()).await?;
    let mut totals = vec![None; parents.len()];
    if args.count {
        let counted: Vec<Child<Counted>> =
            fetch(database, parents, |parent| plan.count(list.under(parent)), Vec::new()).await?;
        for count in counted {
            if let Some(total) = totals.get_mut(count.parent) {
                *total = Some(count.row.number);
            }
        }
    }

    let mut by_parent: Vec<Vec<ModelOf<L>>> = parents.iter().map(|_| Vec::new()).collect();
    for child in found {
        if let Some(children) = by_parent.get_mut(child.parent) {
            children.push(child.row);
        }
    }
    // The children of all parents are one family: what one of them asks for is loaded for all.
    let (mut all, mut cuts) = (Vec::new(), Vec::with_capacity(parents.len()));
    for children in by_parent {
        let (children, more) = plan.cut(children);
        cuts.push((children.len(), more));
        all.extend(children);
    }
    let mut rows = Family::rows(database, all).into_iter();
    let slices = cuts.into_iter().zip(totals);
    Ok(slices
        .map(|((number, more), total)| plan.slice(rows.by_ref().take(number).collect(), more, total))
        .collect())
}

/// Runs one SELECT for each parent, in as few statements as the engines allow. With an order, the rows of
/// each parent come in it.
async fn fetch<T: FromQueryResult, P>(
    database: &Database,
    parents: &[P],
    select: impl Fn(&P) -> SelectStatement,
    order: Vec<(DynIden, Order)>,
) -> Result<Vec<T>, ApiError> {
    let Some(first) = parents.first() else { return Ok(Vec::new()) };
    let (sql, values) = select(first).build(SqliteQueryBuilder);
    let room = MEMBERS.min(VALUES / (values.0.len() + 1)).min(BYTES / (sql.len() + 100)).max(1);
    let mut found = Vec::new();
    for start in (0..parents.len()).step_by(room) {
        let chunk = parents.iter().enumerate().skip(start).take(room);
        let members = chunk.map(|(index, parent)| {
            let mut member = select(parent);
            member.expr_as(Expr::cust(index.to_string()), Alias::new(PARENT));
            // In brackets, because SQLite allows no LIMIT inside a UNION.
            Query::select().column(Asterisk).from_subquery(member, Alias::new("member")).to_owned()
        });
        let union = members.reduce(|mut all, member| all.union(UnionType::All, member).to_owned());
        let Some(union) = union else { continue };
        let mut statement = Query::select();
        statement.column(Asterisk).from_subquery(union, Alias::new("members"));
        statement.order_by(Alias::new(PARENT), Order::Asc);
        for (column, direction) in &order {
            statement.order_by(column.clone(), direction.clone());
        }
        found.extend(database.fetch(&statement).await?);
    }
    Ok(found)
}

/// A row, and which parent it stands under.
struct Child<T> {
    parent: usize,
    row: T,
}

impl<T: FromQueryResult> FromQueryResult for Child<T> {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        // The engines take a literal of this size for a 32-bit integer.
        let parent: i32 = row.try_get("", PARENT)?;
        let parent = usize::try_from(parent).map_err(|error| DbErr::Type(error.to_string()))?;
        Ok(Self { parent, row: T::from_query_result(row, prefix)? })
    }
}
